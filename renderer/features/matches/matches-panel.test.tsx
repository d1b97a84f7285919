import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { JobMatch, MatchList } from '../../../shared/domain/matches'
import { OpsError } from '../../../shared/errors'
import { stage } from '../../test-render'
import { MatchesPanel } from './matches-panel'

const match = (jobId: string, score: number): JobMatch => ({
  jobId,
  title: `职位 ${jobId}`,
  company: '云杉科技',
  location: '北京',
  salary: null,
  score,
  reasons: [{ name: '技能重合', score, detail: '3/4 项' }],
  explanation: `解释 ${jobId}`,
})

const list = (matches: JobMatch[]): MatchList => ({
  talentId: 't1',
  at: 1,
  scale: 'percent',
  matches,
  callId: 'c1',
})

it('ranks by score, says so when the answer did not, and shows the reasons', async () => {
  stage(<MatchesPanel talentId="t1" />, {
    'matches:find': () => list([match('low', 0.2), match('high', 0.91), match('mid', 0.5)]),
  })
  const rows = await screen.findAllByRole('listitem')
  expect(rows.map((row) => row.dataset['job'])).toEqual(['high', 'mid', 'low'])
  expect(rows[0]).toHaveTextContentAll('91.0', '技能重合', '3/4 项', '解释 high', '云杉科技')
  expect(screen.getByText(/未按评分排序/)).toBeTruthy()
  expect(screen.getByText(/已换算/)).toBeTruthy()
})

it('says nothing about order when it was right', async () => {
  stage(<MatchesPanel talentId="t1" />, {
    'matches:find': () => list([match('a', 0.9), match('b', 0.9)]),
  })
  await screen.findAllByRole('listitem')
  expect(screen.queryByText(/未按评分排序/)).toBeNull()
})

it('tells an empty answer from a failed one', async () => {
  let answer = () => list([])
  const { user } = stage(<MatchesPanel talentId="t1" />, { 'matches:find': () => answer() })
  expect(await screen.findByText('没有匹配的职位')).toBeTruthy()
  answer = () => {
    throw new OpsError('malformed', 'HTML')
  }
  await user.click(screen.getByRole('button', { name: '重新查找' }))
  expect(await screen.findByRole('alert')).toHaveTextContentAll('应答无法理解')
})
