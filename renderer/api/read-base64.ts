/** Reads a file as base64 without a copy as text in between; rejects what cannot be read. */
export function readBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => {
      const url = typeof reader.result === 'string' ? reader.result : ''
      resolve(url.slice(url.indexOf(',') + 1))
    }
    reader.onerror = () => reject(reader.error ?? new Error('file cannot be read'))
    reader.onabort = () => reject(new Error('reading was given up'))
    reader.readAsDataURL(file)
  })
}
