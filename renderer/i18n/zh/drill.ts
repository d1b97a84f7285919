/** Names of the faults that can be planted in embedded services in Chinese. */
export const drillZh = {
  none: '恢复正常',
  slow: '变慢',
  error: '返回 500',
  hang: '不响应',
  crash: '崩溃',
  deny: '拒绝权限（403）',
  html: '返回 HTML',
  lie: '假装成功',
  planted: '已对{{name}}设置：{{fault}}',
}
