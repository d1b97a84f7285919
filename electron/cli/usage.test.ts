import { describe, expect, it } from 'vitest'
import { itemIds } from '../../shared/domain/checklist'
import { readCommand, UsageError } from './usage'

const check = {
  ...{ name: 'check', profile: null, talent: null, only: null, skip: {}, readOnly: null },
  ...{ out: null, formats: ['json', 'md', 'html'], json: false, tester: '', language: 'zh-CN' },
}

describe('readCommand', () => {
  it.each([
    [[], { name: 'help' }],
    [['--help'], { name: 'help' }],
    [['check', '--help'], { name: 'help' }],
    [['check'], check],
    [['check', '--json', '--lang', 'en'], { ...check, json: true, language: 'en' }],
    [
      ['check', '--talent', '上海研发/2019#07 旧档?'],
      { ...check, talent: '上海研发/2019#07 旧档?' },
    ],
    [['check', '--only', 'data.chat, basic.env'], { ...check, only: ['data.chat', 'basic.env'] }],
    [
      ['check', '--skip', 'api.sync=冻结, 直到=周五,api.chat=x'],
      { ...check, skip: { 'api.sync': '冻结, 直到=周五', 'api.chat': 'x' } },
    ],
    [['check', '--read-only', ' 生产 '], { ...check, readOnly: '生产' }],
    [
      ['check', '--format', 'junit,csv', '--out', 'd'],
      { ...check, formats: ['junit', 'csv'], out: 'd' },
    ],
    [
      ['health', '--watch', '--profile', 'dev'],
      { name: 'health', profile: 'dev', watch: true, json: false },
    ],
    [['token', '--json'], { name: 'token', profile: null, json: true }],
    [['stack'], { name: 'stack', ports: 'default', talents: 240 }],
    [['stack', '--ports', 'auto', '--talents', '2'], { name: 'stack', ports: 'auto', talents: 2 }],
  ])('%j', (argv, command) => {
    expect(readCommand(argv)).toEqual(command)
  })

  it.each([
    [['chekc'], ['chekc'], 'check, health, token, stack'],
    [['check', '--onyl', 'x'], ['--onyl'], '--only'],
    [['check', 'extra'], ['extra'], '--profile'],
    [['check', '--only', 'api.nothing'], ['--only', 'api.nothing'], itemIds.join(', ')],
    [['check', '--only', ','], ['--only', ','], 'api.sync'],
    [['check', '--skip', 'api.nothing=x'], ['--skip', 'api.nothing'], 'api.sync'],
    [['check', '--skip', 'api.sync'], ['--skip api.sync', '""'], 'a reason'],
    [['check', '--skip', 'api.sync= '], ['--skip api.sync', '""'], 'a reason'],
    [['check', '--read-only', '  '], ['--read-only', '""'], 'a reason'],
    [['check', '--read-only', 'x'.repeat(501)], ['--read-only', 'xxx'], '500'],
    [['check', '--format', 'pdf'], ['--format', 'pdf'], 'json, md, html, junit, csv'],
    [['check', '--format', ','], ['--format', ','], 'json'],
    [['check', '--talent', ''], ['--talent', '""'], 'any text'],
    [['check', '--talent', 'a\nb'], ['--talent', 'a\ufffdb'], '1000'],
    [['check', '--talent', '..'], ['--talent', '..'], '1000'],
    [['check', '--talent', 'x'.repeat(1001)], ['--talent', 'xxx'], '1000'],
    [['check', '--tester', 'x'.repeat(81)], ['--tester', 'xxx'], '80'],
    [['check', '--profile', ''], ['--profile', '""'], 'any text'],
    [['check', '--lang', 'de'], ['--lang', 'de'], 'zh-CN, en'],
    [['health', '--lang', 'de'], ['--lang', 'de'], 'zh-CN, en'],
    [['health', '--out', 'x'], ['--out'], '--watch'],
    [['stack', '--ports', '8888'], ['--ports', '8888'], 'auto, default'],
    [['stack', '--talents', '1'], ['--talents', '1'], '2 to 100000'],
    [['stack', '--talents', '1e3'], ['--talents', '1e3'], '2 to 100000'],
    [['stack', '--talents', 'many'], ['--talents', 'many'], '2 to 100000'],
  ])('%j is refused by name, value and what is allowed', (argv, named, allowed) => {
    let message = ''
    try {
      readCommand(argv)
    } catch (error) {
      if (error instanceof UsageError) ({ message } = error)
    }
    for (const part of [...named, allowed]) expect(message).toContain(part)
    expect(message.length).toBeLessThan(700)
  })
})
