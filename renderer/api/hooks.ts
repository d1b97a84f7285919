import {
  QueryClient,
  queryOptions,
  useMutation,
  useMutationState,
  useQuery,
  useQueryClient,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query'
import { useRef } from 'react'
import type { Grid } from '../../shared/domain/services'
import { OpsError } from '../../shared/errors'
import type { CallArgs, CallInput, CallName, CallOutput } from '../../shared/ipc'
import { call } from './client'

/** The cache of everything main told the page. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Main is always there, whatever the network does.
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: false,
        staleTime: Infinity,
        gcTime: 10 * 60_000,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}

/** Anything thrown on the page as the error type that the page words. */
export function asOpsError(error: unknown): OpsError {
  if (error instanceof OpsError) return error
  return new OpsError('internal', error instanceof Error ? error.message : String(error))
}

/** How a query may differ from the default. */
export interface CallOptions {
  enabled?: boolean
  /** Keeps showing the last answer while the next one is on its way. */
  keepPrevious?: boolean
  /** Asks again every time the panel is opened. */
  fresh?: boolean
  /** Asks again this often while the panel is shown and the window can be seen. */
  everyMs?: number
}

/** Reads a call of the contract; its cache key is the name and the input. */
export function useCall<C extends CallName>(
  name: C,
  args: CallArgs<C>,
  options: CallOptions = {},
): UseQueryResult<CallOutput<C>, OpsError> {
  return useQuery<CallOutput<C>, OpsError>({
    ...readOf(name, args),
    enabled: options.enabled ?? true,
    ...(options.everyMs === undefined ? {} : { refetchInterval: options.everyMs }),
    ...(options.fresh === true ? { refetchOnMount: 'always' as const } : {}),
    ...(options.keepPrevious === true
      ? { placeholderData: (previous: CallOutput<C> | undefined) => previous as never }
      : {}),
  })
}

/**
 * Reads a part of the grid; undefined until the grid is known. The grid changes many times a second
 * while services start, and draws only those anew whose part of it changed.
 */
export function useGridPart<T>(select: (grid: Grid) => T): T | undefined {
  return useQuery<Grid, OpsError, T>({ ...readOf('services:grid', []), select }).data
}

function readOf<C extends CallName>(name: C, args: CallArgs<C>) {
  return queryOptions<CallOutput<C>, OpsError>({
    queryKey: [name, ...args],
    queryFn: async ({ client, queryKey }) => {
      const updatesBefore = client.getQueryState(queryKey)?.dataUpdateCount ?? 0
      const value = await call(name, ...args)
      // An event that came while this call was under way is newer than its answer.
      const state = client.getQueryState<CallOutput<C>>(queryKey)
      const overtaken = state !== undefined && state.dataUpdateCount > updatesBefore
      return overtaken && state.data !== undefined ? state.data : value
    },
  })
}

/** A command: the input of a call becomes the variables of a mutation. */
export type Command<C extends CallName> = UseMutationResult<CallOutput<C>, OpsError, CallInput<C>>

/** Runs a call of the contract on demand. */
export function useCommand<C extends CallName>(
  name: C,
  options: {
    onSuccess?: (value: CallOutput<C>, input: CallInput<C>) => void
    onSettled?: (input: CallInput<C>) => void
    key?: string
  } = {},
): Command<C> {
  return useMutation<CallOutput<C>, OpsError, CallInput<C>>({
    mutationKey: options.key === undefined ? [name] : [name, options.key],
    mutationFn: (input) => call(name, ...argsOf<C>(input)),
    onSuccess: (value, input) => options.onSuccess?.(value, input),
    onSettled: (_value, _error, input) => options.onSettled?.(input),
  })
}

/** Runs a call whose input is a secret, which the cache of commands must never hold. */
export function useSecretCommand<C extends CallName>(
  name: C,
  onSuccess: (value: CallOutput<C>) => void,
): {
  error: OpsError | null
  isPending: boolean
  send: (input: CallInput<C>, onDone?: () => void) => void
} {
  const secret = useRef<{ input: CallInput<C> } | null>(null)
  const { error, isPending, mutate } = useMutation<CallOutput<C>, OpsError, void>({
    mutationKey: [name],
    mutationFn: () => {
      const held = secret.current
      secret.current = null
      if (held === null) throw new OpsError('internal', 'nothing to send')
      return call(name, ...argsOf<C>(held.input))
    },
    onSuccess,
  })
  return {
    error,
    isPending,
    send: (input, onDone) => {
      secret.current = { input }
      mutate(undefined, onDone === undefined ? {} : { onSuccess: onDone })
    },
  }
}

function argsOf<C extends CallName>(input: CallInput<C>): CallArgs<C> {
  return (input === undefined ? [] : [input]) as CallArgs<C>
}

/** Writes what a command answered to where the matching read looks for it. */
export function useCacheWriter(): <C extends CallName>(
  name: C,
  args: CallArgs<C>,
  value: CallOutput<C>,
) => void {
  const client = useQueryClient()
  return (name, args, value) => client.setQueryData([name, ...args], value)
}

/** The input of a command that is under way, also when another panel started it; null when none is. */
export function usePending<C extends CallName>(name: C, key?: string): CallInput<C> | null {
  const inputs = useMutationState({
    filters: { mutationKey: key === undefined ? [name] : [name, key], status: 'pending' },
    select: (mutation) => mutation.state.variables as CallInput<C>,
  })
  return inputs[0] ?? null
}

/** What a command answered last, also when another panel ran it. */
export function useLastOutcome<C extends CallName>(
  name: C,
  key: string,
): CallOutput<C> | undefined {
  const outcomes = useMutationState({
    filters: { mutationKey: [name, key], status: 'success' },
    select: (mutation) => mutation.state.data as CallOutput<C>,
  })
  return outcomes.at(-1)
}
