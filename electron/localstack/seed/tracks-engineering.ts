import { tt, type Track } from './track'

const computing = [
  tt('计算机科学与技术', 'Computer Science'),
  tt('软件工程', 'Software Engineering'),
  tt('信息与计算科学', 'Information Science'),
]

/** Trades that build software and machines. */
export const engineeringTracks: readonly Track[] = [
  {
    key: 'java',
    title: tt('Java后端工程师', 'Java Backend Engineer'),
    core: ['java', 'spring', 'mysql', 'redis', 'microservices'],
    extra: ['kafka', 'mybatis', 'elasticsearch', 'docker', 'kubernetes', 'linux', 'postgresql'],
    majors: computing,
    industries: ['internet', 'fintech', 'ecommerce', 'software', 'logistics'],
    basePay: 13_000,
    achievements: [
      tt(
        '主导订单系统拆分为微服务，峰值吞吐提升三倍',
        'split an order system into microservices and tripled its peak throughput',
      ),
      tt(
        '把结算批处理从四小时缩短到二十五分钟',
        'cut a settlement batch from four hours to twenty-five minutes',
      ),
      tt(
        '推动慢查询治理，核心接口P99降到80毫秒',
        'tuned slow queries until the core API answered in 80 ms at P99',
      ),
    ],
    duties: [
      tt('负责核心交易服务的设计与开发', 'Design and build core transaction services'),
      tt('保障服务在大促期间的稳定性', 'Keep the services stable through peak campaigns'),
    ],
    share: 10,
  },
  {
    key: 'go',
    title: tt('Go后端工程师', 'Go Backend Engineer'),
    core: ['go', 'grpc', 'kubernetes', 'redis', 'microservices'],
    extra: ['gin', 'postgresql', 'kafka', 'docker', 'prometheus', 'mongodb', 'linux'],
    majors: computing,
    industries: ['internet', 'gaming', 'software', 'ai'],
    basePay: 14_000,
    achievements: [
      tt(
        '从零搭建统一网关，承载日均十亿次请求',
        'built a gateway that serves a billion requests a day',
      ),
      tt('将消息推送延迟从秒级降到百毫秒以内', 'brought push latency from seconds to under 100 ms'),
    ],
    duties: [
      tt('开发高并发网关与基础服务', 'Build high-concurrency gateways and platform services'),
      tt('完善服务的监控、限流与降级', 'Own monitoring, rate limiting and graceful degradation'),
    ],
    share: 8,
  },
  {
    key: 'python',
    title: tt('Python开发工程师', 'Python Developer'),
    core: ['python', 'sanic', 'fastapi', 'postgresql', 'microservices'],
    extra: ['django', 'flask', 'redis', 'docker', 'linux', 'elasticsearch', 'neo4j', 'pandas'],
    majors: computing,
    industries: ['software', 'ai', 'education', 'healthcare'],
    basePay: 12_000,
    achievements: [
      tt(
        '用异步框架重写客户管理接口，响应时间缩短六成',
        'rewrote a CRM API on an async framework and cut response times by 60%',
      ),
      tt(
        '搭建图数据库上的人才关系分析服务',
        'built a talent relationship service on a graph database',
      ),
    ],
    duties: [
      tt('开发业务接口与数据处理服务', 'Build business APIs and data processing services'),
      tt(
        '编写自动化测试并维护发布流水线',
        'Write automated tests and maintain the release pipeline',
      ),
    ],
    share: 8,
  },
  {
    key: 'frontend',
    title: tt('前端工程师', 'Frontend Engineer'),
    core: ['javascript', 'typescript', 'react', 'vue', 'css'],
    extra: ['tooling', 'nextjs', 'node', 'miniprogram', 'playwright', 'designsystem'],
    majors: computing,
    industries: ['internet', 'ecommerce', 'education', 'software', 'gaming'],
    basePay: 12_000,
    achievements: [
      tt('将首屏时间从4.2秒优化到1.3秒', 'brought first paint from 4.2 s to 1.3 s'),
      tt('搭建覆盖八条业务线的组件库', 'built a component library used by eight product lines'),
    ],
    duties: [
      tt('负责Web与小程序端的界面开发', 'Build web and mini program interfaces'),
      tt('建设组件库与前端工程体系', 'Grow the component library and build tooling'),
    ],
    share: 9,
  },
  {
    key: 'fullstack',
    title: tt('全栈工程师', 'Full-Stack Engineer'),
    core: ['typescript', 'node', 'react', 'postgresql', 'docker'],
    extra: ['nest', 'nextjs', 'redis', 'aws', 'cicd', 'mongodb'],
    majors: computing,
    industries: ['software', 'internet', 'consulting', 'education'],
    basePay: 13_500,
    achievements: [
      tt(
        '独立完成招聘协作平台从设计到上线',
        'took a hiring platform from design to launch single-handedly',
      ),
      tt('把发布周期从两周缩短到每天', 'moved releases from every two weeks to every day'),
    ],
    duties: [
      tt('端到端负责产品功能的交付', 'Deliver product features end to end'),
      tt('参与架构评审与代码评审', 'Take part in architecture and code reviews'),
    ],
    share: 6,
  },
  {
    key: 'ml',
    title: tt('算法工程师', 'Machine Learning Engineer'),
    core: ['python', 'pytorch', 'machinelearning', 'deeplearning', 'nlp'],
    extra: ['llm', 'rag', 'vectorsearch', 'recommender', 'tensorflow', 'mlops', 'cv', 'spark'],
    majors: [
      tt('人工智能', 'Artificial Intelligence'),
      tt('应用数学', 'Applied Mathematics'),
      ...computing,
    ],
    industries: ['ai', 'internet', 'healthcare', 'fintech', 'ecommerce'],
    basePay: 18_000,
    achievements: [
      tt(
        '上线职位推荐模型，投递转化率提升22%',
        'launched a job recommender that raised applications by 22%',
      ),
      tt(
        '构建检索增强的问答系统，人工客服量下降35%',
        'built a retrieval-augmented assistant that cut support tickets by 35%',
      ),
    ],
    duties: [
      tt('研发匹配、排序与语义理解模型', 'Develop matching, ranking and language models'),
      tt('把模型部署上线并持续评估效果', 'Deploy models and keep evaluating them'),
    ],
    share: 7,
  },
  {
    key: 'dataeng',
    title: tt('大数据工程师', 'Data Engineer'),
    core: ['sql', 'spark', 'flink', 'kafka', 'etl'],
    extra: ['hadoop', 'clickhouse', 'airflow', 'python', 'scala', 'java'],
    majors: [...computing, tt('数据科学', 'Data Science')],
    industries: ['internet', 'ecommerce', 'fintech', 'logistics'],
    basePay: 15_000,
    achievements: [
      tt(
        '建设实时数仓，指标延迟从T+1缩短到分钟级',
        'built a streaming warehouse that made daily metrics minutes old',
      ),
      tt(
        '治理两千张报表表，存储成本下降40%',
        'cleaned up two thousand tables and cut storage cost by 40%',
      ),
    ],
    duties: [
      tt('建设离线与实时数据链路', 'Build batch and streaming pipelines'),
      tt('负责数据质量与成本治理', 'Own data quality and cost'),
    ],
    share: 5,
  },
  {
    key: 'sre',
    title: tt('运维开发工程师', 'Site Reliability Engineer'),
    core: ['linux', 'kubernetes', 'docker', 'prometheus', 'cicd'],
    extra: [
      'terraform',
      'shell',
      'python',
      'go',
      'observability',
      'aliyun',
      'aws',
      'nginx',
      'networking',
    ],
    majors: [...computing, tt('网络工程', 'Network Engineering')],
    industries: ['internet', 'software', 'fintech', 'gaming', 'energy'],
    basePay: 14_000,
    achievements: [
      tt('将全年可用性从99.9%提升到99.99%', 'raised yearly availability from 99.9% to 99.99%'),
      tt(
        '容器化三百个服务，资源利用率翻倍',
        'moved three hundred services to containers and doubled utilisation',
      ),
    ],
    duties: [
      tt('建设容器平台与发布系统', 'Build the container platform and delivery pipeline'),
      tt('负责告警治理与故障复盘', 'Own alerting and incident reviews'),
    ],
    share: 6,
  },
  {
    key: 'mobile',
    title: tt('移动端工程师', 'Mobile Engineer'),
    core: ['android', 'kotlin', 'ios', 'swift', 'flutter'],
    extra: ['reactnative', 'java', 'apitest', 'cicd', 'performancetest'],
    majors: computing,
    industries: ['internet', 'gaming', 'ecommerce', 'healthcare'],
    basePay: 13_000,
    achievements: [
      tt('应用崩溃率从千分之五降到万分之三', 'brought the crash rate from 0.5% down to 0.03%'),
      tt(
        '用跨平台方案把双端人力减半',
        'halved the effort of two platforms with a shared code base',
      ),
    ],
    duties: [
      tt('负责移动应用的功能开发与性能优化', 'Build mobile features and tune performance'),
      tt('维护双端公共组件', 'Maintain shared components for both platforms'),
    ],
    share: 5,
  },
  {
    key: 'qa',
    title: tt('测试工程师', 'QA Engineer'),
    core: ['testplan', 'testautomation', 'apitest', 'python', 'selenium'],
    extra: ['playwright', 'performancetest', 'linux', 'mysql', 'cicd', 'agile'],
    majors: [...computing, tt('信息管理', 'Information Management')],
    industries: ['software', 'internet', 'fintech', 'healthcare', 'education'],
    basePay: 10_000,
    achievements: [
      tt(
        '自动化覆盖率从零提升到78%，回归时间从三天到两小时',
        'raised automation from nothing to 78% and regression from three days to two hours',
      ),
      tt(
        '建立联调验收清单，线上缺陷减少一半',
        'introduced a joint-test checklist that halved production defects',
      ),
    ],
    duties: [
      tt('设计测试方案并推动自动化', 'Design test plans and drive automation'),
      tt('组织跨系统联调与验收', 'Run joint tests and acceptance across systems'),
    ],
    share: 7,
  },
  {
    key: 'security',
    title: tt('安全工程师', 'Security Engineer'),
    core: ['pentest', 'appsec', 'siem', 'networking', 'linux'],
    extra: ['python', 'cryptography', 'compliance', 'shell', 'go'],
    majors: [tt('信息安全', 'Information Security'), ...computing],
    industries: ['fintech', 'internet', 'energy', 'consulting'],
    basePay: 15_000,
    achievements: [
      tt(
        '主导等级保护三级测评并一次通过',
        'led a level-three security assessment that passed first time',
      ),
      tt(
        '推动代码审计前移，高危漏洞下降70%',
        'moved code audits earlier and cut critical findings by 70%',
      ),
    ],
    duties: [
      tt('开展渗透测试与代码审计', 'Run penetration tests and code audits'),
      tt('建设安全监控与应急响应', 'Build detection and incident response'),
    ],
    share: 3,
  },
  {
    key: 'embedded',
    title: tt('嵌入式软件工程师', 'Embedded Software Engineer'),
    core: ['c', 'cpp', 'embeddedc', 'rtos', 'stm32'],
    extra: ['canbus', 'linux', 'iot', 'pcb', 'python', 'rust'],
    majors: [
      tt('电子信息工程', 'Electronic Engineering'),
      tt('自动化', 'Automation'),
      tt('通信工程', 'Communication Engineering'),
    ],
    industries: ['manufacturing', 'energy', 'healthcare'],
    basePay: 12_000,
    achievements: [
      tt(
        '完成电池管理系统固件量产，累计装车十万台',
        'shipped battery management firmware in a hundred thousand vehicles',
      ),
      tt('把网关功耗降低45%', 'cut the power use of a gateway by 45%'),
    ],
    duties: [
      tt('开发控制器固件与驱动', 'Develop controller firmware and drivers'),
      tt('配合硬件完成调试与量产', 'Work with hardware through bring-up and production'),
    ],
    share: 5,
  },
]
