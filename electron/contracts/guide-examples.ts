/** What the joint-test guide prints as the answer of `/health`, kept as it stands there. */
export const loomaHealth = `{
  "status": "healthy",
  "service": "looma-crm",
  "version": "1.0.0",
  "timestamp": "2025-09-22T23:21:12.331964",
  "zervigo_services": {
    "success": true,
    "services": {
      "auth": {"success": true, "healthy": true, "status": "healthy"},
      "resume": {"success": true, "healthy": true, "status": "healthy"},
      "job": {"success": true, "healthy": true, "status": "healthy"},
      "company": {"success": true, "healthy": true, "status": "healthy"},
      "user": {"success": true, "healthy": true, "status": "healthy"}
    }
  }
}`

/** The same example with the service it left out; the guide names it everywhere else. */
export const loomaHealthWithAi = loomaHealth.replace(
  '"resume":',
  '"ai": {"success": true, "healthy": true, "status": "healthy"},\n      "resume":',
)

/** How the guide prints a service that Looma cannot reach: an error in place of the status. */
const unreachable =
  '"error": "Cannot connect to host localhost:8000 ssl:default [Connection refused]"'

/** An example in which no service can be reached. */
export function withUnreachable(example: string): string {
  return example.replaceAll(/(?<="healthy": true,\s+)"status": "healthy"/g, unreachable)
}

/** The guide's answer of `/api/zervigo/health`. */
export const zervigoHealth = `{
  "success": true,
  "message": "Zervigo集成服务健康检查完成",
  "timestamp": "2025-09-23T15:30:45.123456",
  "services": {
    "auth": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8207"
    },
    "ai": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8206"
    },
    "resume": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8082"
    },
    "job": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8089"
    },
    "company": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8083"
    },
    "user": {
      "success": true,
      "healthy": true,
      "status": "healthy",
      "url": "http://localhost:8081"
    }
  }
}`

/** The guide's answer to a request without a token. */
export const unauthorized = `{
  "error": "Unauthorized",
  "message": "认证失败：未提供有效的认证token",
  "status": 401
}`

/** Every issuer names its refusals by a code, which the guide's print of the answer does not show. */
export const unauthorizedWithCode = `{
  "error": "Unauthorized",
  "code": null,
  "message": "认证失败：未提供有效的认证token",
  "status": 401
}`
