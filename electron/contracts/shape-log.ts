import type { ObservedShape, Shape } from '../../shared/domain/contracts'
import type { Exchange } from '../zervigo/exchange'
import { judge } from '../zervigo/judge'
import { endpointOf, endpoints, isProtected, refusalEndpoint } from './endpoints'
import { mergeShapes, shapeOf } from './shape'

/** Learns the shapes of the good answers of a run. */
export interface ShapeLog {
  see(exchange: Exchange): void
  /** A good answer that did not come through the client. */
  seeBody(operation: string, json: unknown): void
  /** One entry an endpoint, in their fixed order. */
  shapes(): ObservedShape[]
}

/** Makes an empty log; `mask` finds keys that are secrets. */
export function createShapeLog(mask: (text: string) => string): ShapeLog {
  const seen = new Map<string, Shape>()
  // Brackets around it, or a field that is merely called `password` would look like one.
  const isSecret = (key: string) => mask(`[${key}]`) !== `[${key}]`

  const seeBody = (operation: string, json: unknown): void => {
    if (endpointOf(operation) === null || json === undefined) return
    const shape = shapeOf(json, isSecret)
    const before = seen.get(operation)
    seen.set(operation, before === undefined ? shape : mergeShapes(before, shape))
  }
  return {
    seeBody,
    see(exchange) {
      const { status, failure, json, call } = exchange
      if (status === null) return
      if (status >= 200 && status < 300 && judge(exchange) === null) {
        seeBody(call.operation, json)
      }
      if (status === 401 && failure === null && isProtected(call.operation)) {
        seeBody(refusalEndpoint.operation, json)
      }
    },
    shapes: () =>
      endpoints.flatMap((endpoint) => {
        const shape = seen.get(endpoint.operation)
        return shape === undefined ? [] : [{ ...endpoint, shape }]
      }),
  }
}
