import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildStale, drillBundles } from './bundle.mjs'
import { root } from './commands.mjs'
import { checkNode } from './setup.mjs'

checkNode()
await buildStale(drillBundles)

const script = path.join(root, 'dist/drill/drill.js')
process.argv[1] = script
await import(pathToFileURL(script).href)
