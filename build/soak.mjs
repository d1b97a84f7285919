import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale, soakBundles } from './bundle.mjs'
import { root } from './commands.mjs'
import { checkNode } from './setup.mjs'

checkNode()
await buildStale(soakBundles)

const script = path.join(root, 'dist/soak/soak.js')
process.argv[1] = script
await import(pathToFileURL(script).href)
