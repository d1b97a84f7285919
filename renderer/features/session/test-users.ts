/** The test users of the joint-test guide; they exist on the embedded stack only. */
export const testUsers = [
  { username: 'admin', password: 'password', role: 'super' },
  { username: 'testuser2', password: 'testuser123', role: 'admin' },
  { username: 'testuser', password: 'testuser123', role: 'guest' },
  { username: 'szjason72', password: '@SZxym2006', role: 'guest' },
] as const
