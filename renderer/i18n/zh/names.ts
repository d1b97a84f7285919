/** Names of the services and of the shipped profiles in Chinese. */
export const namesZh = {
  service: {
    looma: 'Looma CRM',
    auth: '认证服务',
    ai: 'AI 服务',
    resume: '简历服务',
    job: '职位服务',
    company: '公司服务',
    user: '用户服务',
    zervigo: 'Zervigo 项目',
  },
  profile: {
    embedded: '内置演示环境',
    'joint-8xxx': '联调指南 8xxx',
    'pro-86xx-v1': '专业版 86xx v1',
    'pro-86xx-v2': '专业版 86xx v2',
    'future-75xx': '代码默认 75xx',
  },
}
