import { describe, expect, test } from '@jest/globals'
import { readProxies } from './read-proxies.ts'

describe('the proxies of a process', () => {
  test.each([
    [{}, { http: null, https: null, except: '' }],
    [
      { HTTPS_PROXY: 'http://p:3128', NO_PROXY: 'a,b' },
      { http: null, https: 'http://p:3128', except: 'a,b' },
    ],
    [{ HTTP_PROXY: 'p:3128' }, { http: 'http://p:3128', https: 'http://p:3128', except: '' }],
    [
      { https_proxy: 'https://lower', HTTPS_PROXY: 'http://upper' },
      { http: null, https: 'https://lower', except: '' },
    ],
    [
      { https_proxy: '', HTTPS_PROXY: 'http://upper' },
      { http: null, https: 'http://upper', except: '' },
    ],
  ])('of %j are %j', (env, proxies) => {
    expect(readProxies(env)).toEqual(proxies)
  })

  test.each(['socks5://p:1', 'http://:3128', 'http://user:pa/ss@host', 'http://p:99999', 'http://host/path'])(
    'are refused where an address is none, and %s is not shown',
    (address) => {
      const read = () => readProxies({ HTTPS_PROXY: address })
      expect(read).toThrow(/HTTPS_PROXY must be a URL like http:\/\/proxy.example:3128/)
      expect(read).not.toThrow(address)
    },
  )
})
