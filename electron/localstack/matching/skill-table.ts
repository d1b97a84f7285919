/** What kind of ability a skill is. */
export type SkillCategory =
  | 'language'
  | 'framework'
  | 'database'
  | 'cloud'
  | 'data'
  | 'ai'
  | 'quality'
  | 'security'
  | 'hardware'
  | 'product'
  | 'design'
  | 'business'
  | 'soft'

/** One known skill; an alias that starts with `=` counts only in exactly this case. */
export interface Skill {
  zh: string
  en: string
  category: SkillCategory
  aliases: readonly string[]
}

function one(category: SkillCategory, name: string, ...aliases: string[]): Skill {
  return { zh: name, en: name, category, aliases }
}

function two(category: SkillCategory, zh: string, en: string, ...aliases: string[]): Skill {
  return { zh, en, category, aliases }
}

/** Every skill the stack understands, with its names in both languages. */
export const skillTable = {
  java: one('language', 'Java', 'j2ee', 'jdk'),
  go: one('language', 'Go', 'golang', '=Go', 'go语言'),
  python: one('language', 'Python', 'python3'),
  typescript: one('language', 'TypeScript', '=TS'),
  javascript: one('language', 'JavaScript', '=JS', 'es6', 'ecmascript'),
  cpp: one('language', 'C++', 'cpp', 'c++11', 'c++17'),
  c: one('language', 'C', '=C', 'c语言'),
  csharp: one('language', 'C#', '.net', 'dotnet'),
  rust: one('language', 'Rust'),
  kotlin: one('language', 'Kotlin'),
  swift: one('language', 'Swift'),
  scala: one('language', 'Scala'),
  php: one('language', 'PHP', 'laravel'),
  sql: one('language', 'SQL'),
  r: one('language', 'R', '=R', 'r语言'),
  shell: two('language', 'Shell脚本', 'Shell', 'bash', 'shell script'),
  spring: one('framework', 'Spring Boot', 'springboot', 'spring', 'spring cloud'),
  mybatis: one('framework', 'MyBatis'),
  gin: one('framework', 'Gin', '=Gin', 'gin框架'),
  grpc: one('framework', 'gRPC', 'protobuf'),
  django: one('framework', 'Django'),
  fastapi: one('framework', 'FastAPI', 'fast api'),
  sanic: one('framework', 'Sanic'),
  flask: one('framework', 'Flask'),
  node: one('framework', 'Node.js', 'nodejs', 'node'),
  nest: one('framework', 'NestJS', 'nest.js'),
  react: one('framework', 'React', 'react.js', 'reactjs'),
  vue: one('framework', 'Vue', 'vue.js', 'vue3', 'vuejs'),
  nextjs: one('framework', 'Next.js', 'nextjs'),
  tooling: two('framework', '前端工程化', 'Frontend Tooling', 'webpack', 'vite'),
  css: one('framework', 'CSS', 'css3', 'html5', 'sass'),
  miniprogram: two('framework', '微信小程序', 'Mini Programs', '小程序', 'wechat mini program'),
  reactnative: one('framework', 'React Native', 'react-native'),
  flutter: one('framework', 'Flutter', 'dart'),
  android: one('framework', 'Android', '安卓', 'jetpack compose'),
  ios: one('framework', 'iOS', 'swiftui', 'objective-c'),
  microservices: two('framework', '微服务', 'Microservices', 'micro services', '微服务架构'),
  mysql: one('database', 'MySQL'),
  postgresql: one('database', 'PostgreSQL', 'postgres'),
  redis: one('database', 'Redis'),
  mongodb: one('database', 'MongoDB', 'mongo'),
  elasticsearch: one('database', 'Elasticsearch', 'elastic search'),
  neo4j: two('database', 'Neo4j图数据库', 'Neo4j', '图数据库'),
  clickhouse: one('database', 'ClickHouse'),
  kafka: one('data', 'Kafka'),
  flink: one('data', 'Flink'),
  spark: one('data', 'Spark', 'pyspark'),
  hadoop: one('data', 'Hadoop', 'hive', 'hdfs'),
  airflow: one('data', 'Airflow'),
  etl: two('data', '数据仓库', 'Data Warehousing', 'etl', 'data warehouse', '数仓'),
  pandas: one('data', 'Pandas'),
  bi: two('data', 'BI报表', 'BI Dashboards', 'tableau', 'power bi', 'powerbi'),
  statistics: two('data', '统计分析', 'Statistics', '统计学', 'statistical analysis'),
  abtest: two('data', 'A/B测试', 'A/B Testing', 'ab test', 'ab测试', 'experimentation'),
  dataanalysis: two('data', '数据分析', 'Data Analysis', 'data analytics'),
  excel: one('data', 'Excel', 'vba'),
  pytorch: one('ai', 'PyTorch', 'torch'),
  tensorflow: one('ai', 'TensorFlow', 'keras'),
  machinelearning: two('ai', '机器学习', 'Machine Learning', 'sklearn', 'scikit-learn'),
  deeplearning: two('ai', '深度学习', 'Deep Learning', '神经网络'),
  nlp: two('ai', '自然语言处理', 'NLP', '=NLP', 'natural language processing'),
  cv: two('ai', '计算机视觉', 'Computer Vision', 'opencv', '图像识别'),
  llm: two('ai', '大语言模型', 'LLM', '大模型', 'large language models', 'llms'),
  rag: two('ai', '检索增强生成', 'RAG', '=RAG', 'retrieval augmented generation'),
  vectorsearch: two('ai', '向量检索', 'Vector Search', '向量数据库', 'vector database', 'weaviate'),
  recommender: two('ai', '推荐系统', 'Recommender Systems', '推荐算法', 'recommendation systems'),
  mlops: one('ai', 'MLOps', 'model serving'),
  docker: one('cloud', 'Docker', '容器化', 'containers'),
  kubernetes: one('cloud', 'Kubernetes', 'k8s'),
  aws: one('cloud', 'AWS', 'amazon web services'),
  aliyun: two('cloud', '阿里云', 'Alibaba Cloud', 'aliyun'),
  terraform: one('cloud', 'Terraform'),
  cicd: two('cloud', '持续集成', 'CI/CD', 'cicd', 'jenkins', 'gitlab ci', 'github actions'),
  linux: one('cloud', 'Linux', 'centos', 'ubuntu'),
  prometheus: one('cloud', 'Prometheus'),
  observability: two('cloud', '可观测性', 'Observability', 'opentelemetry', '链路追踪'),
  networking: two('cloud', '计算机网络', 'Networking', 'tcp/ip'),
  nginx: one('cloud', 'Nginx', 'openresty'),
  selenium: one('quality', 'Selenium'),
  playwright: one('quality', 'Playwright'),
  testautomation: two('quality', '自动化测试', 'Test Automation', 'automated testing', 'pytest'),
  performancetest: two('quality', '性能测试', 'Performance Testing', 'jmeter', 'load testing'),
  apitest: two('quality', '接口测试', 'API Testing', 'postman'),
  testplan: two('quality', '测试用例设计', 'Test Design', 'test planning', '测试计划'),
  pentest: two('security', '渗透测试', 'Penetration Testing', 'pentest', 'burp suite'),
  appsec: two('security', '应用安全', 'Application Security', 'owasp', '代码审计'),
  siem: two('security', '安全运营', 'Security Operations', 'siem', 'soc运营'),
  compliance: two('security', '等保合规', 'Compliance', 'iso 27001', 'gdpr', '等级保护'),
  cryptography: two('security', '密码学', 'Cryptography', '加密算法'),
  embeddedc: two('hardware', '嵌入式开发', 'Embedded Development', 'embedded', '单片机'),
  rtos: one('hardware', 'RTOS', 'freertos', '实时操作系统'),
  stm32: one('hardware', 'STM32', 'arm cortex'),
  canbus: two('hardware', 'CAN总线', 'CAN Bus', 'can bus', 'autosar'),
  pcb: two('hardware', '电路设计', 'Circuit Design', 'pcb', 'altium'),
  iot: two('hardware', '物联网', 'IoT', 'mqtt', 'internet of things'),
  productplanning: two('product', '产品规划', 'Product Planning', 'roadmap', 'product strategy'),
  requirements: two('product', '需求分析', 'Requirements Analysis', 'prd', '需求管理'),
  userresearch: two('product', '用户研究', 'User Research', 'user interviews', '用户访谈'),
  prototyping: two('product', '原型设计', 'Prototyping', 'axure', '墨刀'),
  agile: two('product', '敏捷开发', 'Agile', 'scrum', 'kanban'),
  projectmanagement: two('product', '项目管理', 'Project Management', 'pmp', 'jira'),
  figma: one('design', 'Figma', 'sketch'),
  photoshop: one('design', 'Photoshop'),
  interaction: two('design', '交互设计', 'Interaction Design', 'ux design', 'ux设计'),
  visualdesign: two('design', '视觉设计', 'Visual Design', 'ui design', 'ui设计'),
  designsystem: two('design', '设计系统', 'Design Systems', '组件规范', 'design system'),
  usability: two('design', '可用性测试', 'Usability Testing', 'usability test'),
  recruiting: two('business', '招聘管理', 'Recruiting', 'talent acquisition', '猎头'),
  compensation: two('business', '薪酬绩效', 'Compensation & Benefits', 'c&b', '绩效管理'),
  employeerelations: two('business', '员工关系', 'Employee Relations', 'hrbp'),
  training: two('business', '培训发展', 'Learning & Development', '人才发展', 'l&d'),
  useroperations: two('business', '用户运营', 'User Operations', '社群运营', 'user growth'),
  contentmarketing: two('business', '内容营销', 'Content Marketing', '新媒体运营', 'copywriting'),
  seo: two('business', '搜索引擎优化', 'SEO', 'sem投放', 'search engine optimization'),
  ecommerce: two('business', '电商运营', 'E-commerce', 'ecommerce', '直播带货'),
  brand: two('business', '品牌策划', 'Brand Strategy', 'branding', '市场推广'),
  financialreporting: two('business', '财务报表', 'Financial Reporting', 'financial statements'),
  budgeting: two('business', '预算管理', 'Budgeting', 'fp&a', '成本控制'),
  tax: two('business', '税务筹划', 'Tax Planning', '纳税申报'),
  audit: two('business', '审计', 'Auditing', 'internal audit', '内审'),
  erp: two('business', 'ERP系统', 'ERP Systems', 'erp', 'sap', '用友', '金蝶'),
  keyaccounts: two('business', '大客户销售', 'Key Account Sales', 'key account', 'b2b销售'),
  crm: two('business', '客户关系管理', 'CRM', '=CRM', 'salesforce'),
  negotiation: two('business', '商务谈判', 'Negotiation', 'contract negotiation'),
  presales: two('business', '售前方案', 'Pre-sales', 'presales', '解决方案'),
  supplychain: two('business', '供应链管理', 'Supply Chain', 'procurement', '采购管理'),
  leadership: two('soft', '团队管理', 'Team Leadership', 'people management', '带团队'),
  communication: two('soft', '跨部门沟通', 'Cross-team Communication', 'stakeholder management'),
  english: two('soft', '英语流利', 'Fluent English', '英语', 'ielts', 'cet-6'),
  mandarin: two('soft', '普通话', 'Mandarin', 'mandarin chinese'),
} as const satisfies Record<string, Skill>

export type SkillId = keyof typeof skillTable
