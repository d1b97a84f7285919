import { describe, expect, it } from 'vitest'
import { mostScriptBytes, needsDocker, readScriptText, scriptTraps } from './script-traps'

const nowhere = () => Promise.resolve(false)
const trapsOf = async (text: string, exists = nowhere): Promise<string[]> =>
  (await scriptTraps(readScriptText(text), exists)).map(({ en }) => en)

describe('what the text of a script shows', () => {
  it.each([
    ['docker system prune -af --volumes', 'Prunes docker volumes'],
    ['docker volume prune -f', 'Prunes docker volumes'],
    ['docker-compose -f x.yml down -v', 'Removes the volumes of compose'],
    ['docker image prune -f', 'Prunes unused docker images'],
    ['pkill -f "looma_crm/app.py"', 'by name'],
    ['killall python', 'by name'],
    ['kill -9 $(lsof -ti:8888)', 'by port'],
    ['pids=$(lsof -i -t :8888)', 'by port'],
    ['fuser -k 8888/tcp', 'by port'],
    ['  kill -KILL "$pid"', 'kill -9'],
    ['read -p "continue? (y/N) " answer', 'Asks a question'],
    ['if true; then read -rp "sure? " x; fi', 'Asks a question'],
    ['sudo systemctl start docker', 'sudo'],
    ['cd "/Users/szjason72/zervi-basic/basic"', '/Users/szjason72/zervi-basic/basic'],
    ['rm -rf "$ROOT/logs"', 'rm -rf'],
    ['rm -r -f logs', 'rm -rf'],
    ['brew services stop mysql', 'Stops databases'],
    ['sudo systemctl stop redis-server', 'Stops databases'],
    ['git clean -fdx', 'git clean'],
    ['git reset --hard HEAD', 'git clean'],
    ['echo "$TOKEN" > /tmp/jwt_token.txt', 'to /tmp in clear'],
    ['nohup python app.py &', 'in the background'],
    ['docker \\\n  volume prune', 'Prunes docker volumes'],
    ['echo "$(sudo id)"', 'sudo'],
    ['echo done && sudo id', 'sudo'],
    ['echo secret | sudo tee /etc/x', 'sudo'],
    ['x=1\r\nsudo id\r\n', 'sudo'],
  ])('%s', async (line, expected) => {
    expect((await trapsOf(`#!/bin/bash\n${line}\n`)).join('\n')).toContain(expected)
  })

  it.each([
    '# sudo rm -rf / ; docker volume prune',
    'ls # then sudo',
    'echo "please run: sudo systemctl start docker"',
    "printf 'kill -9 %s\\n' 1",
    'echo use docker system prune --volumes to clean up',
    'kill "$pid"',
    'while read -r line; do :; done < file',
    'rm -f "$ROOT/logs/a.pid"',
    'docker compose down',
    'brew services start mysql',
    'curl "http://localhost:8207/#sudo-less"',
    'cat "$HOME/.env"',
    'cd "$ROOT/Users/x"',
  ])('says nothing about %s', async (line) => {
    expect(await trapsOf(`#!/bin/bash\n${line}\n`)).toEqual([])
  })

  it('accepts the home of this machine', async () => {
    expect(await trapsOf('cd /home/me/project', () => Promise.resolve(true))).toEqual([])
  })

  it.each([
    'echo "',
    '\necho "a',
    'echo "\\"',
    '\n  ',
    '\n\t',
    'docker compose down -x ',
    'rm -r ',
  ])('ends soon on a file full of %j', async (piece) => {
    const text = piece.repeat(mostScriptBytes / piece.length)
    await expect(trapsOf(text)).resolves.toBeInstanceOf(Array)
  })

  it('knows who needs docker', () => {
    const needs = (text: string) => needsDocker(readScriptText(text))
    expect(needs('if ! docker info > /dev/null; then exit 1; fi')).toBe(true)
    expect(needs('docker-compose up -d')).toBe(true)
    expect(needs('# docker info\necho "docker info"\ncd docker/x')).toBe(false)
  })
})
