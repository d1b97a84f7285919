import path from 'node:path'
import { defineConfig } from '@playwright/test'

const results = path.resolve(import.meta.dirname, '../test-results')

export default defineConfig({
  testDir: 'specs',
  outputDir: path.join(results, 'e2e'),
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: path.join(results, 'e2e.json') }]],
  use: { trace: 'off' },
})
