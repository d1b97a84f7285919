import { config } from 'zod/v4'

// The page's policy allows no code made at run time, and zod tries while a schema is made. Every
// import of zod comes through here, so this has happened before the first schema, in any chunk.
config({ jitless: true })

export * from 'zod/v4'
