import { expect, test } from 'vitest'
import { csp } from './csp'

test('the policy of the finished program, byte for byte', () => {
  expect(csp(null)).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'none'; worker-src 'none'; object-src 'none'; " +
      "frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  )
})

test('development opens one server and inline code, and no other door', () => {
  const policy = csp('http://localhost:5173')
  expect(policy).toContain("connect-src 'self' ws://localhost:5173;")
  expect(policy).toContain("script-src 'self' 'unsafe-inline';")
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("frame-src 'none'")
  expect(policy).not.toContain('*')
})
