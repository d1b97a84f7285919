import { tt, type Track } from './track'

const management = [
  tt('工商管理', 'Business Administration'),
  tt('信息管理', 'Information Management'),
]

/** Trades that plan, design, sell and run the business. */
export const businessTracks: readonly Track[] = [
  {
    key: 'product',
    title: tt('产品经理', 'Product Manager'),
    core: ['productplanning', 'requirements', 'prototyping', 'userresearch', 'dataanalysis'],
    extra: ['agile', 'abtest', 'projectmanagement', 'sql', 'communication', 'figma'],
    majors: [...management, tt('工业设计', 'Industrial Design')],
    industries: ['internet', 'software', 'ecommerce', 'education', 'fintech'],
    basePay: 13_000,
    achievements: [
      tt(
        '从零到一打造招聘SaaS，签约企业两百家',
        'took a hiring SaaS from zero to two hundred customers',
      ),
      tt(
        '重做新手引导，次周留存提升18%',
        'redesigned onboarding and raised week-two retention by 18%',
      ),
    ],
    duties: [
      tt('负责产品规划与需求落地', 'Own the roadmap and deliver requirements'),
      tt('用数据与访谈驱动迭代', 'Drive iterations with data and interviews'),
    ],
    share: 7,
  },
  {
    key: 'design',
    title: tt('用户体验设计师', 'UX Designer'),
    core: ['figma', 'interaction', 'visualdesign', 'designsystem', 'prototyping'],
    extra: ['usability', 'userresearch', 'photoshop', 'css', 'communication'],
    majors: [tt('视觉传达设计', 'Visual Communication'), tt('工业设计', 'Industrial Design')],
    industries: ['internet', 'ecommerce', 'gaming', 'education', 'healthcare'],
    basePay: 11_000,
    achievements: [
      tt(
        '建立跨端设计系统，交付效率提升40%',
        'created a cross-platform design system that sped up delivery by 40%',
      ),
      tt(
        '改版结算流程，转化率提升9个百分点',
        'redesigned checkout and raised conversion by nine points',
      ),
    ],
    duties: [
      tt('负责产品的交互与视觉设计', 'Own interaction and visual design'),
      tt('组织可用性测试并改进体验', 'Run usability tests and improve the experience'),
    ],
    share: 5,
  },
  {
    key: 'analyst',
    title: tt('数据分析师', 'Data Analyst'),
    core: ['sql', 'dataanalysis', 'statistics', 'bi', 'excel'],
    extra: ['python', 'pandas', 'abtest', 'r', 'machinelearning', 'communication'],
    majors: [tt('统计学', 'Statistics'), tt('经济学', 'Economics'), tt('数据科学', 'Data Science')],
    industries: ['internet', 'ecommerce', 'fintech', 'consulting', 'logistics'],
    basePay: 11_000,
    achievements: [
      tt(
        '搭建增长看板，支撑每周三十项实验',
        'built the growth dashboards behind thirty experiments a week',
      ),
      tt(
        '识别流失原因，挽回年收入约六百万元',
        'found the causes of churn and won back about six million yuan a year',
      ),
    ],
    duties: [
      tt('搭建指标体系与分析看板', 'Build metrics and dashboards'),
      tt('为业务决策提供分析支持', 'Support decisions with analysis'),
    ],
    share: 6,
  },
  {
    key: 'hr',
    title: tt('人力资源专员', 'HR Specialist'),
    core: ['recruiting', 'employeerelations', 'compensation', 'training', 'communication'],
    extra: ['excel', 'english', 'leadership', 'dataanalysis', 'projectmanagement'],
    majors: [tt('人力资源管理', 'Human Resources'), tt('应用心理学', 'Applied Psychology')],
    industries: ['consulting', 'manufacturing', 'education', 'healthcare', 'internet'],
    basePay: 8_000,
    achievements: [
      tt('一年内完成研发岗位招聘一百二十人', 'hired a hundred and twenty engineers within a year'),
      tt(
        '重建绩效流程，关键人才流失率降到4%',
        'rebuilt performance reviews and cut key attrition to 4%',
      ),
    ],
    duties: [
      tt('负责招聘全流程与人才库维护', 'Run hiring end to end and keep the talent pool'),
      tt('推进绩效与培训项目', 'Drive performance and training programmes'),
    ],
    share: 5,
  },
  {
    key: 'operations',
    title: tt('用户运营', 'User Operations Specialist'),
    core: ['useroperations', 'contentmarketing', 'dataanalysis', 'brand', 'communication'],
    extra: ['ecommerce', 'seo', 'excel', 'abtest', 'photoshop'],
    majors: [tt('市场营销', 'Marketing'), tt('新闻传播', 'Journalism')],
    industries: ['ecommerce', 'internet', 'education', 'gaming'],
    basePay: 8_500,
    achievements: [
      tt(
        '半年内把社群规模做到二十万人',
        'grew a community to two hundred thousand within half a year',
      ),
      tt('策划周年活动，成交额同比增长56%', 'ran an anniversary campaign that grew sales by 56%'),
    ],
    duties: [
      tt('负责用户增长与活动策划', 'Own growth and campaigns'),
      tt('分析运营数据并优化投放', 'Analyse results and tune spending'),
    ],
    share: 5,
  },
  {
    key: 'finance',
    title: tt('财务分析师', 'Financial Analyst'),
    core: ['financialreporting', 'budgeting', 'excel', 'erp', 'tax'],
    extra: ['audit', 'sql', 'bi', 'english', 'communication', 'compliance'],
    majors: [tt('会计学', 'Accounting'), tt('财务管理', 'Finance')],
    industries: ['fintech', 'manufacturing', 'consulting', 'energy', 'logistics'],
    basePay: 9_500,
    achievements: [
      tt(
        '主导预算系统上线，编制周期缩短一半',
        'led a budgeting system that halved the planning cycle',
      ),
      tt(
        '建立成本模型，年度节约一千二百万元',
        'built a cost model that saved twelve million yuan a year',
      ),
    ],
    duties: [
      tt('负责预算、核算与经营分析', 'Own budgets, accounts and business analysis'),
      tt('配合审计并完善内控', 'Support audits and internal control'),
    ],
    share: 4,
  },
  {
    key: 'sales',
    title: tt('大客户经理', 'Key Account Manager'),
    core: ['keyaccounts', 'negotiation', 'crm', 'presales', 'communication'],
    extra: ['english', 'projectmanagement', 'leadership', 'excel', 'brand'],
    majors: [...management, tt('国际贸易', 'International Trade')],
    industries: ['software', 'manufacturing', 'logistics', 'energy', 'consulting'],
    basePay: 10_000,
    achievements: [
      tt('连续三年完成业绩目标的120%', 'beat the sales target by 20% three years in a row'),
      tt('开拓华东制造业客户四十家', 'won forty manufacturing customers in East China'),
    ],
    duties: [
      tt('负责重点客户的开发与维护', 'Win and keep key customers'),
      tt('组织方案交流与商务谈判', 'Run solution workshops and negotiations'),
    ],
    share: 5,
  },
  {
    key: 'project',
    title: tt('项目经理', 'Project Manager'),
    core: ['projectmanagement', 'agile', 'requirements', 'communication', 'leadership'],
    extra: ['excel', 'english', 'negotiation', 'supplychain', 'sql'],
    majors: [...management, tt('软件工程', 'Software Engineering')],
    industries: ['software', 'consulting', 'manufacturing', 'energy', 'logistics'],
    basePay: 12_000,
    achievements: [
      tt(
        '带领三十人团队按期交付省级平台',
        'led thirty people to deliver a provincial platform on time',
      ),
      tt(
        '同时管理六个联调项目，延期率为零',
        'ran six integration projects at once without a delay',
      ),
    ],
    duties: [
      tt('负责项目计划、风险与交付', 'Own plans, risks and delivery'),
      tt('协调客户、研发与供应商', 'Coordinate customers, engineering and suppliers'),
    ],
    share: 4,
  },
]
