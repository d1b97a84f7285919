import { describe, expect, it } from 'vitest'
import { Profile } from '../../shared/domain/profile'
import { otherAddress } from './witness-address'

const profileAt = (resume: string, looma: string) => ({
  ...Profile.parse({
    name: 'x',
    looma: { url: looma },
    zervigo: Object.fromEntries(
      ['auth', 'ai', 'resume', 'job', 'company', 'user'].map((id) => [id, { url: resume }]),
    ),
  }),
  id: 'x',
})
const local = 'http://localhost:8888'

describe('otherAddress', () => {
  it.each([
    ['another port', 'http://127.0.0.1:8082', local, 'http://localhost:8602'],
    ['a default port', 'http://resume.lan', 'http://looma.lan', 'http://resume.lan:8082'],
    [
      'another port of the host that both run on',
      'http://10.0.0.5:8082',
      'http://10.0.0.5:8888',
      'http://localhost:8602',
    ],
  ])('%s is another program', (_name, resume, looma, claimed) => {
    expect(otherAddress(profileAt(resume, looma), 'resume', claimed)).toBe(claimed)
  })

  it.each([
    ['nothing said', 'http://localhost:8082', local, null],
    ['no address', 'http://localhost:8082', local, 'resume'],
    ['the same', 'http://localhost:8082', local, 'http://localhost:8082/'],
    ['loopback spelled otherwise', 'http://127.0.0.1:8082', local, 'http://[::1]:8082/health'],
    ['an implied port', 'http://resume.lan:80', local, 'http://resume.lan'],
    ['a container', 'http://localhost:18082', local, 'http://resume:8082'],
    ['an inner address', 'https://resume.example.com', local, 'http://10.0.0.5:8082'],
    [
      'the loopback of a Looma elsewhere',
      'http://localhost:18082',
      'http://10.0.0.5:8888',
      'http://localhost:8082',
    ],
    [
      'a gateway before the host',
      'https://example.com/resume',
      'https://example.com/looma',
      'http://localhost:8082',
    ],
  ])('%s is no other program', (_name, resume, looma, claimed) => {
    expect(otherAddress(profileAt(resume, looma), 'resume', claimed)).toBeNull()
  })

  it('shows no password', () => {
    const profile = profileAt('http://localhost:8082', local)
    expect(otherAddress(profile, 'resume', 'http://u:pw@localhost:1/x?y=1')).toBe(
      'http://localhost:1',
    )
  })
})
