import { describe, expect, it } from 'vitest'
import {
  parseComposeConfig,
  parseComposePs,
  parseIds,
  parseInspect,
  parseServices,
} from './compose-parse'
import { psRow } from './fake-docker'

const publishers = [
  { URL: '0.0.0.0', TargetPort: 80, PublishedPort: 8080, Protocol: 'tcp' },
  { URL: '::', TargetPort: 80, PublishedPort: 8080, Protocol: 'tcp' },
  { URL: '', TargetPort: 443, PublishedPort: 0, Protocol: 'tcp' },
]

function read(text: string) {
  const result = parseComposePs(text)
  if (!result.ok) throw new Error(result.problem)
  return result.value
}

describe('what compose ps prints', () => {
  const rows = [
    psRow('web', { Publishers: publishers }),
    psRow('redis', { State: 'exited', ExitCode: 137 }),
  ]

  it.each([
    ['an array', JSON.stringify(rows)],
    ['a line each', rows.map((row) => JSON.stringify(row)).join('\n')],
    ['a line each with CRLF', rows.map((row) => `${JSON.stringify(row)}\r\n`).join('')],
    ['an array over many lines', `\uFEFF${JSON.stringify(rows, null, 2)}\n`],
  ])('is read from %s', (_name, text) => {
    expect(read(text)).toEqual([
      expect.objectContaining({
        ...{ service: 'web', state: 'running', exitCode: null },
        ports: [{ host: 8080, container: 80 }],
      }),
      expect.objectContaining({ service: 'redis', state: 'exited', exitCode: 137, ports: [] }),
    ])
  })

  it('is read from one line', () => {
    expect(read(JSON.stringify(psRow('web')))).toHaveLength(1)
  })

  it('is read from a release that knows neither image nor status', () => {
    const old = {
      ID: 'a',
      Name: 'x-web-1',
      Service: 'web',
      State: 'Running',
      Health: '',
      ExitCode: 0,
    }
    expect(read(JSON.stringify([{ ...old, Publishers: null }]))[0]).toMatchObject({
      ...{ state: 'running', status: 'Running', image: '', ports: [] },
    })
  })

  it.each(['', '\n', '[]', 'null'])('is nothing when it is %j', (text) => {
    expect(read(text)).toEqual([])
  })

  it('keeps a state that is not known apart from every known one', () => {
    expect(read(JSON.stringify(psRow('web', { State: 'hibernating' })))[0]?.state).toBe('unknown')
  })

  it.each([
    ['healthy', 'healthy'],
    ['Unhealthy', 'unhealthy'],
    ['starting', 'starting'],
    ['', null],
    ['none', null],
  ])('says of the health %j %j', (word, health) => {
    expect(read(JSON.stringify(psRow('web', { Health: word })))[0]?.health).toBe(health)
  })

  it.each([
    ['a table', 'NAME  IMAGE  COMMAND\nzervigo-web-1  web  "x"'],
    ['HTML', '<html>502</html>'],
    ['cut JSON', '[{"ID":"a","Name":'],
    ['a cut second line', `${JSON.stringify(psRow('web'))}\n{"ID":`],
    ['a number', '42'],
    ['another object', '{"message":"not found"}'],
    ['rows without a state', JSON.stringify([{ ID: 'a', Name: 'b', Service: 'c' }])],
    ['an invented health', JSON.stringify(psRow('web', { Health: 'splendid' }))],
    ['nested arrays', '[[]]'],
    ['bytes that are no text', '\uFFFD\uFFFD\uFFFD'],
  ])('is a problem when it is %s, never an empty list', (_name, text) => {
    const result = parseComposePs(text)
    expect(result.ok).toBe(false)
    expect(!result.ok && result.problem).toMatch(/^compose ps: /)
  })
})

describe('what compose config prints', () => {
  it('names the project and every service', () => {
    const text = JSON.stringify({ name: 'zervigo', services: { web: {}, redis: {} } })
    expect(parseComposeConfig(text)).toEqual({
      ok: true,
      value: { name: 'zervigo', services: ['redis', 'web'] },
    })
  })

  it.each([
    ['a project', JSON.stringify({ name: '-x', services: {} })],
    ['a project with a shell in it', JSON.stringify({ name: 'a$(id)', services: {} })],
    ['a service', JSON.stringify({ name: 'a', services: { '--rm': {} } })],
    ['a service of two lines', JSON.stringify({ name: 'a', services: { 'a\nb': {} } })],
    ['nothing', ''],
    ['a list', '[]'],
  ])('is refused when it names %s like an option or is none', (_name, text) => {
    expect(parseComposeConfig(text).ok).toBe(false)
  })

  it('is read from plain lines', () => {
    expect(parseServices('web\r\nredis\n\n')).toEqual({ ok: true, value: ['redis', 'web'] })
    expect(parseServices('web\n--rm\n').ok).toBe(false)
  })
})

describe('what stands in for JSON in version 1', () => {
  const one = {
    ...{ id: 'c0ffee', name: '/zervigo_web_1', image: 'web:1' },
    labels: { 'com.docker.compose.service': 'web' },
    state: { Status: 'running', ExitCode: 0, Health: { Status: 'healthy' } },
    ports: { '80/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '443/tcp': null },
  }

  it('is read from docker inspect', () => {
    expect(parseInspect(`${JSON.stringify(one)}\n`)).toEqual({
      ok: true,
      value: [
        {
          ...{ id: 'c0ffee', name: 'zervigo_web_1', service: 'web', image: 'web:1' },
          ...{ state: 'running', status: 'running', health: 'healthy', exitCode: null },
          ports: [{ host: 8080, container: 80 }],
        },
      ],
    })
  })

  it('is a problem when it is anything else', () => {
    expect(parseInspect('Error: No such object').ok).toBe(false)
    expect(parseInspect(JSON.stringify({ ...one, labels: {} })).ok).toBe(false)
  })

  it('takes ids only', () => {
    expect(parseIds('c0ffee00c0ff\nc0ffee00c0fe\n')).toEqual({
      ok: true,
      value: ['c0ffee00c0ff', 'c0ffee00c0fe'],
    })
    expect(parseIds('--help').ok).toBe(false)
  })
})
