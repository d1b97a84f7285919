import type { Bilingual } from '../../shared/domain/text'

/** What a script may do to a person's machine, said the same way of known scripts and of others. */
export const trapWarnings = {
  volumes: {
    zh: '会清理 Docker 数据卷：没有容器在用的数据会永久丢失',
    en: 'Prunes docker volumes: data that no container uses is lost for good',
  },
  composeVolumes: {
    zh: '停止时会删除 compose 的数据卷',
    en: 'Removes the volumes of compose when it stops',
  },
  prune: {
    zh: '会清理没有在用的 Docker 镜像、网络或容器，不只是这个项目的',
    en: 'Prunes unused docker images, networks or containers, not only those of this project',
  },
  byName: {
    zh: '按名字结束进程（pkill/killall），可能误伤同名的其他程序',
    en: 'Ends processes by name (pkill/killall), which may hit other programs of that name',
  },
  byPort: {
    zh: '按端口结束进程：凡是连着这个端口的程序都会被结束，包括只是客户端的浏览器和控制台',
    en: 'Ends processes by port: every program connected to it, also mere clients such as a browser or this console',
  },
  forced: {
    zh: '用 kill -9 强制结束进程，来不及保存',
    en: 'Ends processes with kill -9, which leaves them no time to save',
  },
  asks: {
    zh: '会在终端里提问；控制台运行它时没有终端，问题得不到回答',
    en: 'Asks a question in the terminal; the console runs it without one, so nobody answers',
  },
  sudo: {
    zh: '用到 sudo：没有终端就输不了密码，会失败',
    en: 'Uses sudo: without a terminal no password can be given, so it fails',
  },
  deletes: { zh: '会递归删除文件（rm -rf）', en: 'Deletes folders (rm -rf)' },
  discards: {
    zh: '会丢弃没有提交的改动（git clean/reset）',
    en: 'Throws away changes that are not committed (git clean/reset)',
  },
  databases: {
    zh: '会停止这台机器上的数据库，其他项目也会受影响',
    en: 'Stops databases of this machine, which other projects may use',
  },
  tokenFile: {
    zh: '把令牌或密码明文写到 /tmp，这台机器上的人都能读',
    en: 'Writes a token or password to /tmp in clear, where everybody on this machine can read it',
  },
  background: {
    zh: '把服务放到后台就退出：脚本成功结束不等于服务已经可用',
    en: 'Leaves services in the background and ends: its success does not mean that they work',
  },
} satisfies Record<string, Bilingual>
