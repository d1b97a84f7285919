import { defineConfig } from 'vitest/config'
import { pathWithPython } from './python.mjs'

const PATH = pathWithPython()

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // Most tests wait for processes, sockets and disks more than they compute.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          env: { PATH },
          include: [
            'shared/**/*.test.ts',
            'electron/**/*.test.ts',
            'build/**/*.test.ts',
            'e2e/**/*.test.ts',
          ],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['renderer/**/*.test.{ts,tsx}'],
          setupFiles: ['renderer/test-setup.ts'],
          css: false,
          testTimeout: 20_000,
        },
      },
    ],
  },
})
