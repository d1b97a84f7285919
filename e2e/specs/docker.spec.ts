import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  configOf,
  fakeDocker,
  psLines,
  psRow,
  working,
  type FakeDocker,
} from '../../electron/docker/fake-docker'
import { expect } from '../fixtures/app'
import { chooseProject, showTab, test as base } from '../fixtures/plan-steps'

/** A console that sees no other docker than one that the test plays. */
const test = base.extend<{ fake: FakeDocker }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the parameter's shape
  fake: async ({}, use) => {
    const fake = fakeDocker()
    await use(fake)
    fake.remove()
  },
  launchEnv: async ({ fake }, use) => use({ PATH: join(fake.folder, 'bin') }),
})

const broken = { code: 1, stderr: 'Cannot connect to the Docker daemon. Is it running?\n' }
const log = '2026-01-01T10:00:00.000000000Z Ready to accept connections\n'
const isUp = '[ -e "$dir/up" ]'

function rows(state: 'running' | 'exited'): string {
  const change = state === 'running' ? {} : { State: state, Status: 'Exited (0)', ExitCode: 0 }
  const ports = { Publishers: [{ URL: '0.0.0.0', TargetPort: 6379, PublishedPort: 16379 }] }
  const { stdout = '' } = psLines(
    psRow('redis', { ...change, ...ports, Health: 'healthy' }),
    psRow('mysql', { ...change, Health: state === 'running' ? 'healthy' : '' }),
  )
  return String(stdout)
}

test('the containers of a project are started, stopped and read, once docker can be used', async ({
  pair,
  fake,
  console: running,
}) => {
  const { page } = running
  await writeFile(join(pair.zervigo, 'docker-compose.yml'), 'services: {}\n')
  await chooseProject(running, { side: 'zervigo', folder: pair.zervigo, launch: /docker compose/ })
  await showTab(page, '容器')
  const banner = page.locator('[data-docker]')
  await expect(banner).toHaveAttribute('data-docker', 'not-installed')
  await expect(banner).toContainText('没有安装 Docker')

  fake.replay('docker', { ...working, 'version*': broken, '*': broken })
  await page.getByRole('button', { name: '刷新' }).click()
  await expect(banner).toHaveAttribute('data-docker', 'not-running')
  await expect(banner).toContainText('sudo systemctl start docker')
  await expect(page.getByText('状态未知')).toBeVisible()

  await writeFile(join(fake.folder, 'rows-up'), rows('running'))
  await writeFile(join(fake.folder, 'rows-down'), rows('exited'))
  fake.replay('docker', {
    ...working,
    '*\\ config\\ *': configOf(['redis', 'mysql'], 'zervigo-deps'),
    '*\\ ps\\ *': {
      sh: `if ${isUp}; then /bin/cat "$dir/rows-up"; else /bin/cat "$dir/rows-down"; fi`,
    },
    '*\\ up\\ *': { sh: ': > "$dir/up"' },
    '*\\ stop*': { sh: '/bin/rm -f "$dir/up"' },
    '*\\ logs\\ *': { sh: `echo '${log.trim()}'; exec /bin/sleep 60` },
  })
  await page.getByRole('button', { name: '刷新' }).click()
  await expect(banner).toHaveAttribute('data-docker', 'ready')
  const line = page.getByRole('row', { name: /^redis/ })
  await expect(line).toHaveAttribute('data-state', 'exited')
  await page.getByRole('button', { name: '启动 redis' }).click()
  await expect(line).toHaveAttribute('data-state', 'running')
  await expect(line).toContainText('16379 → 6379')
  await expect(page.getByText('2/2 个运行中')).toBeVisible()

  await page.getByRole('button', { name: '日志 redis' }).click()
  const drawer = page.getByRole('dialog')
  await expect(drawer.getByText('Ready to accept connections')).toBeVisible()
  await drawer.getByRole('button', { name: '关闭' }).click()
  await expect(drawer).toBeHidden()

  await page.getByRole('button', { name: '停止 redis' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停止' }).click()
  await expect(line).toHaveAttribute('data-state', 'exited')
  const calls = await readFile(join(fake.folder, 'calls'), 'utf8')
  expect(calls).not.toContain('\0down\0')
})
