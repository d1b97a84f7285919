import { createServer } from 'node:net'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { configOf, fakeDocker, psLines, psRow, working } from '../../electron/docker/fake-docker'
import { closeConsole, expect, launchConsole, type Console } from '../fixtures/app'
import { dress, looks, photograph } from '../fixtures/looks'
import {
  begin,
  chooseBoth,
  expectPlan,
  killConsole,
  showTab,
  stepOf,
  test as base,
  writeEnvs,
} from '../fixtures/plan-steps'

/** A console with a docker that has one project, and python for the sample projects. */
const test = base.extend({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's shape
  launchEnv: async ({}, use) => {
    const fake = fakeDocker()
    const services = ['mysql', 'redis', 'consul', 'neo4j']
    fake.replay('docker', {
      ...working,
      '*\\ config\\ *': configOf(services, 'zervigo-deps'),
      '*\\ ps\\ *': psLines(
        psRow('mysql', {
          ...{ Health: 'healthy', Image: 'mysql:8.0', Status: 'Up 3 minutes (healthy)' },
          Publishers: [{ URL: '0.0.0.0', TargetPort: 3306, PublishedPort: 3306 }],
        }),
        psRow('redis', { Health: 'unhealthy', Image: 'redis:7-alpine' }),
        psRow('consul', { State: 'exited', ExitCode: 137, Status: 'Exited (137)' }),
      ),
    })
    await use({ PATH: [join(fake.folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter) })
    fake.remove()
  },
})

test.setTimeout(600_000)

test('every state of starting and stopping is whole and accessible', async ({
  pair,
  dataFolder,
  launchArgs,
  launchEnv,
}) => {
  const open = () => launchConsole({ dataFolder, args: launchArgs, env: launchEnv })
  let running = await open()
  try {
    await writeEnvs(pair)
    await writeFile(join(pair.zervigo, '.env'), `AUTH_SERVICE_PORT=${pair.ports.auth}\n`)
    await writeFile(join(pair.zervigo, 'docker-compose.yml'), 'services: {}\n')
    await showTab(running.page, '启动与关闭')
    await shoot(running, 'plan-none')
    await chooseBoth(running, pair)
    await shoot(running, 'plan-projects')
    await showTab(running.page, '容器')
    await expect(running.page.getByRole('row', { name: /^mysql/ })).toBeVisible()
    await shoot(running, 'plan-docker')

    const stranger = createServer().listen(pair.ports.job, '127.0.0.1')
    await once(stranger, 'listening')
    await showTab(running.page, '启动与关闭')
    await running.page.getByRole('button', { name: '一键启动', exact: true }).click()
    await expectPlan(running.page, 'ready')
    await shoot(running, 'plan-ready')
    await running.page.getByRole('button', { name: '开始启动' }).click()
    await expectPlan(running.page, 'held')
    await running.page.getByRole('button', { name: '看这一步' }).click()
    await shoot(running, 'plan-env')

    await killConsole(running)
    running = await open()
    const { page } = running
    await showTab(page, '启动与关闭')
    await expectPlan(page, 'interrupted')
    await shoot(running, 'plan-interrupted')
    await page.getByRole('button', { name: '继续启动' }).click()
    await expectPlan(page, 'held')
    await stepOf(page, 'env.zervigo').getByRole('button', { name: /^写入/ }).click()
    await expect(stepOf(page, 'ports')).toHaveAttribute('data-state', 'failed')
    await page.getByRole('button', { name: '看这一步' }).click()
    await stepOf(page, 'ports').getByRole('button', { name: /^跳过/ }).click()
    await shoot(running, 'plan-port')

    stranger.close()
    await page.getByRole('button', { name: '重试：检查端口' }).click()
    await expectPlan(page, 'done')
    await page.locator('[data-plan]').scrollIntoViewIfNeeded()
    await shoot(running, 'plan-done')
    await begin(page, 'shutdown')
    await expectPlan(page, 'done')
    await shoot(running, 'plan-closed')
  } finally {
    await closeConsole(running.app)
  }
})

async function shoot(running: Console, name: string): Promise<void> {
  for (const look of looks) {
    await dress(running, look)
    await photograph(running.page, name, look)
  }
  await dress(running, looks[0])
}
