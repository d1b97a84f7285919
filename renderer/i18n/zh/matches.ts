/** Texts of the job matches in Chinese. */
export const matchesZh = {
  find: '查找匹配',
  again: '重新查找',
  empty: '没有匹配的职位',
  emptyHint: '职位服务没有为该人才返回结果。',
  count: '{{count}} 个职位',
  scaleUnit: '评分范围 0–1',
  scalePercent: '评分范围 0–100，已换算',
  unsorted: '返回结果未按评分排序，此处已重新排序',
  score: '匹配度 {{score}}',
  rank: '第 {{rank}} 名',
  reasons: '评分构成',
  noReasons: '没有评分构成',
  list: '匹配的职位',
}
