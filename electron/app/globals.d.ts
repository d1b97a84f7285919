/** Address of the development server, set by the build; null in everything that is built to last. */
declare const __DEV_SERVER__: string | null

/** Version of the console, set by the build. */
declare const __APP_VERSION__: string
