import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { hasDisplay } from './libraries.mjs'

const startLimitMs = 15_000

/** Runs the work with a display: the session's own, else an invisible one that ends with it. */
export async function withDisplay(work) {
  if (hasDisplay()) return work({})
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  const exited = once(server, 'exit')
  try {
    const number = await displayNumber(server)
    return await work({ DISPLAY: `:${number}` })
  } finally {
    server.kill('SIGTERM')
    await exited
  }
}

function displayNumber(server) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Xvfb did not start in time')), startLimitMs)
    let text = ''
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
    server.stdio[3].setEncoding('utf8').on('data', (chunk) => {
      text += chunk
      if (!text.includes('\n')) return
      clearTimeout(timer)
      resolve(text.trim())
    })
  })
}
