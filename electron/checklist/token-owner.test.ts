import { describe, expect, it } from 'vitest'
import { otherOwner } from './token-owner'

const user = { user_id: 1, username: 'admin', email: 'Admin@example.com', name: '系统管理员' }

describe('otherOwner', () => {
  it.each([
    ['admin', { success: true, user }],
    ['Admin ', { success: true, user }],
    ['admin@example.com', { success: true, user }],
    ['admin', { code: 0, data: { user } }],
    ['admin', { success: true, username: 'admin' }],
    // Only a name for people, an id, or no user: nothing to hold against the account.
    ['admin', { success: true, user: { id: 1, name: '系统管理员' } }],
    ['admin', { success: true, user: { id: 1 } }],
    ['admin', { success: true }],
    ['admin@example.com', { success: true, user: { username: 'root' } }],
    ['13800000000', { success: true, user }],
  ])('%s owns %j', (account, json) => {
    expect(otherOwner(account, json)).toBeNull()
  })

  it.each([
    ['admin', { success: true, user: { ...user, username: 'testuser' } }, 'testuser'],
    ['admin', { success: true, data: { username: 'testuser' } }, 'testuser'],
    ['boss@example.com', { success: true, user }, 'Admin@example.com'],
    ['13800000000', { success: true, user: { phone: '13900000000' } }, '13900000000'],
  ])('%s does not own %j', (account, json, owner) => {
    expect(otherOwner(account, json)).toBe(owner)
  })
})
