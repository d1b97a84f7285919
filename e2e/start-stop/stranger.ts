import { spawn } from 'node:child_process'
import { isRunning } from '../../electron/process/command-fixture'
import { isPortBusy } from '../../electron/process/ports'

/** A process that nobody asked the console for. */
export interface Stranger {
  pid: number
  isAlive(): Promise<boolean>
  end(): void
}

const program = `
import json, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import TCPServer
body = sys.argv[2].encode()
class Server(HTTPServer):
    allow_reuse_address = True
    def server_bind(self):
        TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_): pass
Server(('127.0.0.1', int(sys.argv[1])), Handler).serve_forever()
`

/** Listens on a port and answers everything with this JSON. */
export async function strangerOn(port: number, answer: unknown): Promise<Stranger> {
  const child = spawn('python3', ['-c', program, String(port), JSON.stringify(answer)], {
    stdio: 'ignore',
  })
  while (!(await isPortBusy(port))) await new Promise((resolve) => setTimeout(resolve, 50))
  const pid = child.pid ?? -1
  return { pid, isAlive: () => isRunning(pid), end: () => void child.kill('SIGKILL') }
}

/** What a healthy service of this name answers. */
export const healthOfName = (service: string) => ({
  ...{ status: 'healthy', service, version: '3.1.0', timestamp: new Date().toISOString() },
})
