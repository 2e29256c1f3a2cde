import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openPostgresWarehouse } from './open-postgres-warehouse.ts'
import { startPostgres, type LocalServer } from '@sluice/local'
import { readTestServers, waitFor } from '@sluice/shared/testing'
import pg from 'pg'

const PASSWORD = 'hunter2'

let folder: string
let server: LocalServer
let admin: pg.Client
const pem: Record<string, string> = {}
/** Everything that any error held. */
const told: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-tls-'))
  createAuthority('ca')
  createAuthority('stranger')
  createCertificate('server', 'ca', 'db.example', 'DNS:db.example')
  createCertificate('localhost', 'ca', 'localhost', 'DNS:localhost,IP:127.0.0.1')
  createCertificate('reader', 'ca', 'reader')
  for (const name of ['ca', 'stranger', 'server', 'localhost', 'reader']) {
    pem[name] = await readFile(join(folder, `${name}.crt`), 'utf8')
    pem[`${name}-key`] = await readFile(join(folder, `${name}.key`), 'utf8')
  }

  server = await startPostgres()
  admin = new pg.Client(server.url)
  await admin.connect()
  await admin.query(`create role reader login password '${PASSWORD}'`)
  await admin.query('grant create on database postgres to reader')
})
afterAll(async () => {
  await admin.end()
  await server.stop()
  await rm(folder, { recursive: true })
})

function openssl(...args: readonly string[]): void {
  try {
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  } catch (cause) {
    throw new Error('certificates for this test are made with openssl: install it, and run the test again', {
      cause,
    })
  }
}

function createAuthority(name: string): void {
  openssl(
    ...`req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout ${name}.key -out ${name}.crt -subj`.split(
      ' ',
    ),
    `/CN=${name}`,
  )
}

function createCertificate(name: string, authority: string, commonName: string, subjects?: string): void {
  openssl(
    ...`req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -CA ${authority}.crt -CAkey ${authority}.key -keyout ${name}.key -out ${name}.crt -subj`.split(
      ' ',
    ),
    `/CN=${commonName}`,
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    ...(subjects === undefined ? [] : ['-addext', `subjectAltName=${subjects}`]),
  )
}

/** Has the server speak TLS with this certificate, and ask clients for theirs if told. */
async function serve(certificate: 'server' | 'localhost', method: 'scram-sha-256' | 'cert'): Promise<void> {
  const { rows } = await admin.query<{ folder: string }>(`select current_setting('data_directory') as folder`)
  const place = rows[0]?.folder ?? ''
  const write = (name: string, text: string): Promise<unknown> =>
    // As the server's own user, who alone may read its key.
    admin.query(
      `copy (select unnest(string_to_array(${pg.escapeLiteral(text.trim())}, e'\\n'))) to program ${pg.escapeLiteral(`umask 077; cat > '${place}/${name}'`)}`,
    )
  await write('tls.crt', pem[certificate] ?? '')
  await write('tls.key', pem[`${certificate}-key`] ?? '')
  await write('tls-ca.crt', pem['ca'] ?? '')
  await write(
    'pg_hba.conf',
    ['host all postgres all scram-sha-256', `hostssl all reader all ${method}`].join('\n'),
  )
  for (const [name, value] of [
    ['ssl', 'on'],
    ['ssl_cert_file', 'tls.crt'],
    ['ssl_key_file', 'tls.key'],
    ['ssl_ca_file', 'tls-ca.crt'],
  ])
    await admin.query(`alter system set ${name} = '${value}'`)
  await admin.query('select pg_reload_conf()')
  await waitFor('the server to speak TLS with this certificate', async () => {
    const seen = await connect({ sslmode: 'verify-full' })
    const refusal = certificate === 'server' ? 'db.example' : 'certificate'
    return method === 'cert' || certificate === 'server' ? seen.includes(refusal) : seen === 'connected'
  })
}

interface Attempt {
  readonly sslmode?: string
  readonly host?: string
  readonly ca?: string
  readonly withCertificate?: boolean
}

/** Connects and says how it went. */
async function connect({
  sslmode,
  host = 'localhost',
  ca = 'ca',
  withCertificate,
}: Attempt): Promise<string> {
  const query = sslmode === undefined ? '' : `?sslmode=${sslmode}`
  const connectionString = `postgres://reader:${PASSWORD}@${host}:${server.port}/postgres${query}`
  const ssl = {
    ...(ca === '' ? {} : { ca: pem[ca] ?? '' }),
    ...(withCertificate === true ? { cert: pem['reader'] ?? '', key: pem['reader-key'] ?? '' } : {}),
  }
  const warehouse = openPostgresWarehouse({
    connectionString,
    ssl: ca === '' ? undefined : ssl,
    sourceId: 'test',
  })
  try {
    await warehouse.listStaged()
    return 'connected'
  } catch (error) {
    told.push(inspect(error, { depth: 8, showHidden: true }))
    return (error as Error).message
  } finally {
    await warehouse.close()
  }
}

describe('a connection to a warehouse that speaks TLS', () => {
  test('checks the name of the host and who vouches for it, as far as sslmode asks', async () => {
    await serve('localhost', 'scram-sha-256')
    for (const sslmode of ['verify-full', 'verify-ca', 'require', 'prefer', undefined])
      expect([sslmode, await connect(sslmode === undefined ? {} : { sslmode })]).toEqual([
        sslmode,
        'connected',
      ])
    expect(await connect({ sslmode: 'verify-full', host: '127.0.0.1' })).toBe('connected')
    expect(await connect({ sslmode: 'require', ca: '' })).toBe('connected')
    expect(await connect({ ca: '' })).toBe('connected')
    for (const sslmode of ['verify-full', 'verify-ca', 'require'])
      expect(await connect({ sslmode, ca: 'stranger' })).toMatch(
        /^source test: warehouse localhost:\d+\/postgres refuses: .*certificate/,
      )
    expect(await connect({ sslmode: 'verify-ca', ca: '' })).toMatch(/certificate/)
    expect(await connect({ sslmode: 'disable' })).toMatch(/no pg_hba.conf entry|refuses/)
  })

  test.each([
    ['require', / over TLSv1\.\d$/],
    ['prefer', / over TLSv1\.\d$/],
  ])('is told to be encrypted with sslmode=%s', async (sslmode, detail) => {
    await serve('localhost', 'scram-sha-256')
    const connectionString = `postgres://reader:${PASSWORD}@localhost:${server.port}/postgres?sslmode=${sslmode}`
    const warehouse = openPostgresWarehouse({ connectionString, sourceId: 'test' })
    const [reachable] = await warehouse.inspect()
    expect(reachable).toMatchObject({ status: 'ok', detail: expect.stringMatching(detail) })
    await warehouse.close()
  })

  test.each([
    'ssl=true',
    'ssl=1',
    'SSL=yes',
    'ssl=no-verify',
    'requiressl=1',
    'sslmode=REQUIRE',
    'ssl_min_protocol_version=TLSv1.2&sslmode=require',
    'SSLMODE=verify-full',
    'ssl=true&sslmode=Verify-Full',
    'ssl=verify-ca',
  ])('is encrypted when it is asked to be by %s, in whatever spelling', async (query) => {
    await serve('localhost', 'scram-sha-256')
    const files = /verify/i.test(query) && !query.includes('no-verify') ? `&sslrootcert=${folder}/ca.crt` : ''
    const at = (host: string, port: number) =>
      openPostgresWarehouse({
        connectionString: `postgres://reader:${PASSWORD}@${host}:${port}/postgres?${query}${files}`,
        sourceId: 'test',
      })
    const warehouse = at('localhost', server.port)
    expect((await warehouse.inspect())[0]?.detail).toMatch(/ over TLSv1\.\d$/)
    await warehouse.close()
    const plain = at('localhost', Number(new URL(readTestServers(process.env).databaseUrl).port))
    await expect(plain.check()).rejects.toMatchObject({ message: expect.stringContaining('SSL') })
    await plain.close()
  })

  test('refuses a certificate of another host, unless told not to look at the name', async () => {
    await serve('server', 'scram-sha-256')
    expect(await connect({ sslmode: 'verify-full' })).toMatch(/altnames.*localhost.*db\.example|db\.example/)
    expect(await connect({ sslmode: 'verify-ca' })).toBe('connected')
  })

  test('shows the certificate of the client to a server that asks for it', async () => {
    await serve('localhost', 'cert')
    expect(await connect({ sslmode: 'verify-full', withCertificate: true })).toBe('connected')
    expect(await connect({ sslmode: 'verify-full' })).toMatch(/requires a valid client certificate/)
  })

  test('takes certificates from files too', async () => {
    const connectionString =
      `postgres://reader@localhost:${server.port}/postgres?sslmode=verify-full` +
      ['sslrootcert=ca.crt', 'sslcert=reader.crt', 'sslkey=reader.key']
        .map((each) => `&${each.replace('=', `=${folder}/`)}`)
        .join('')
    const warehouse = openPostgresWarehouse({ connectionString, sourceId: 'test' })
    expect(await warehouse.listStaged()).toEqual([])
    await warehouse.close()
  })

  test.each([
    ['sslmode=verify', 'its connection has a parameter sslmode that is none of disable'],
    ['sslrootcert=/nowhere/ca.crt', 'a parameter sslrootcert whose file cannot be read (ENOENT)'],
    ['sslcrl=/nowhere/revoked.pem', 'its connection has a parameter sslcrl that the driver cannot check'],
    ['ssl_mode=require', 'its connection has a parameter ssl_mode that PostgreSQL does not know'],
  ])('says what is wrong with %s', (query, message) => {
    const connectionString = `postgres://reader:${PASSWORD}@localhost/postgres?${query}`
    expect(() => openPostgresWarehouse({ connectionString, sourceId: 'test' })).toThrow(message)
  })

  test('says what is wrong with text that is no PEM', () => {
    const connectionString = `postgres://reader:${PASSWORD}@localhost/postgres`
    expect(() =>
      openPostgresWarehouse({
        connectionString,
        ssl: { ca: '-----BEGIN x', key: PASSWORD },
        sourceId: 'test',
      }),
    ).toThrow('are no PEM')
  })

  test('tells neither the password nor a key in any error', () => {
    expect(told.length).toBeGreaterThan(5)
    expect(told.join('\n')).not.toContain(PASSWORD)
    expect(told.join('\n')).not.toContain('PRIVATE KEY')
  })
})
