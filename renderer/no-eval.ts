import { config } from 'zod'

// The page's policy allows no code made at run time, and zod tries while a schema is made: this
// module has to be the first that is imported.
config({ jitless: true })
