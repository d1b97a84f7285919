/** Words that every screen uses in Chinese. */
export const commonZh = {
  product: '联调控制台',
  viewCall: '查看调用',
  copy: '复制',
  copied: '已复制',
  retry: '重试',
  cancel: '取消',
  close: '关闭',
  technicalDetail: '技术细节',
  loading: '加载中',
  unknown: '未知',
}
