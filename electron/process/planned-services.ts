import type { Bilingual } from '../../shared/domain/text'

/** What a plan puts on a port. */
interface PlannedService extends Bilingual {
  /** Programs or images that are this service when they hold the port; for those without a name of their own. */
  programs?: RegExp
}

/** The services, gateways and databases that plans name. */
export const plannedServices = {
  looma: { zh: 'Looma CRM', en: 'Looma CRM' },
  auth: { zh: '认证服务', en: 'auth service' },
  'looma-auth': { zh: 'Looma 侧认证', en: 'Looma-side auth' },
  ai: { zh: 'AI 服务', en: 'AI service' },
  gateway: { zh: '网关 basic-server', en: 'gateway basic-server' },
  'second-gateway': { zh: '第二个 basic-server', en: 'second basic-server' },
  'api-gateway': { zh: 'API 网关', en: 'API gateway' },
  user: { zh: '用户服务', en: 'user service' },
  resume: { zh: '简历服务', en: 'resume service' },
  company: { zh: '公司服务', en: 'company service' },
  job: { zh: '职位服务', en: 'job service' },
  notification: { zh: '通知服务', en: 'notification service' },
  template: { zh: '模板服务', en: 'template service' },
  statistics: { zh: '统计服务', en: 'statistics service' },
  'multi-database': { zh: '多数据库服务', en: 'multi-database service' },
  banner: { zh: '横幅服务', en: 'banner service' },
  'dev-team': { zh: '开发团队服务', en: 'dev-team service' },
  permission: { zh: '权限服务', en: 'permission service' },
  router: { zh: '路由服务', en: 'router service' },
  blockchain: { zh: '区块链服务', en: 'blockchain service' },
  'ai-container': { zh: 'AI 容器', en: 'AI container' },
  'ai-gateway': { zh: 'AI 网关', en: 'AI gateway' },
  'ai-resume': { zh: '简历 AI', en: 'resume AI' },
  'ai-matching': { zh: '匹配 AI', en: 'matching AI' },
  'ai-chat': { zh: '对话 AI', en: 'chat AI' },
  'ai-vector': { zh: '向量 AI', en: 'vector AI' },
  'ai-monitor': { zh: 'AI 监控', en: 'AI monitor' },
  'ai-config': { zh: 'AI 配置', en: 'AI configuration' },
  'resume-upload': { zh: 'Looma 简历上传', en: 'Looma resume upload' },
  'old-ai': { zh: '旧文档中的 AI 服务', en: 'AI service of older documents' },
  mineru: { zh: 'MinerU', en: 'MinerU' },
  models: { zh: '模型服务', en: 'model service' },
  api: { zh: 'API 服务', en: 'API service' },
  management: { zh: '管理服务', en: 'management service' },
  web: { zh: '前端页面', en: 'front end' },
  document: { zh: '文档中的服务', en: 'service of the documents' },
  consul: { zh: 'Consul', en: 'Consul', programs: /consul/i },
  prometheus: { zh: 'Prometheus', en: 'Prometheus', programs: /prometheus/i },
  mysql: { zh: 'MySQL', en: 'MySQL', programs: /mysqld|mariadb|mysql/i },
  postgres: { zh: 'PostgreSQL', en: 'PostgreSQL', programs: /postgres|postmaster/i },
  redis: { zh: 'Redis', en: 'Redis', programs: /redis|valkey/i },
  neo4j: { zh: 'Neo4j', en: 'Neo4j', programs: /neo4j/i },
  elasticsearch: { zh: 'Elasticsearch', en: 'Elasticsearch', programs: /elastic|opensearch/i },
  mongodb: { zh: 'MongoDB', en: 'MongoDB', programs: /mongo/i },
  weaviate: { zh: 'Weaviate', en: 'Weaviate', programs: /weaviate/i },
  chroma: { zh: 'Chroma', en: 'Chroma', programs: /chroma/i },
} as const satisfies Record<string, PlannedService>

export type Planned = keyof typeof plannedServices
