import { readFileSync } from 'node:fs'
import { BlockList } from 'node:net'
import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { INFRA } from '../folders.ts'
import { readManifests } from './read-manifests.ts'

interface Rule {
  readonly to?: readonly { readonly ipBlock?: { readonly cidr: string } }[]
  readonly ports?: readonly { readonly port: number | string }[]
}

/** The rules that a patch of the production overlay adds to a policy. */
const readPatch = (path: string): readonly Rule[] =>
  (
    parse(readFileSync(new URL(`k8s/overlays/production/${path}`, INFRA), 'utf8')) as readonly {
      readonly value: Rule
    }[]
  ).map(({ value }) => value)

const listBlocks = (rules: readonly Rule[], port: number): readonly string[] =>
  rules
    .filter(({ ports = [] }) => ports.some((allowed) => allowed.port === port))
    .flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock?.cidr ?? []))

const contains = (block: string, address: string): boolean => {
  const [network = '', prefix] = block.split('/')
  const list = new BlockList()
  list.addSubnet(network, Number(prefix))
  return list.check(address)
}

test('in the base nobody reaches an address but the sender, and that no private one', () => {
  const reached = readManifests()
    .filter(({ file, manifest }) => file.startsWith('infra/k8s/base/') && manifest.kind === 'NetworkPolicy')
    .flatMap(({ manifest }) => {
      const { egress = [] } = manifest.spec as { readonly egress?: readonly Rule[] }
      return egress.flatMap(({ to = [] }) =>
        to.flatMap(({ ipBlock }) => (ipBlock === undefined ? [] : [[manifest.metadata.name, ipBlock]])),
      )
    })
  expect(reached).toEqual([
    [
      'sluice-sender',
      {
        cidr: '0.0.0.0/0',
        except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
      },
    ],
  ])
})

test('in production nothing reaches a warehouse but the extractor', () => {
  const stores = readPatch('common/stores.yaml')
  const warehouses = listBlocks(readPatch('common/warehouses.yaml'), 5432)
  const control = listBlocks(stores, 5432)
  expect([warehouses.length, control.length, listBlocks(stores, 6379).length]).toEqual([1, 1, 1])
  for (const warehouse of warehouses)
    for (const block of [...control, ...listBlocks(stores, 6379)]) {
      const [address = ''] = warehouse.split('/')
      const [own = ''] = block.split('/')
      expect([block, contains(block, address), contains(warehouse, own)]).toEqual([block, false, false])
    }
})

test('the migration reaches the same control database as the workers', () => {
  expect(listBlocks(readPatch('migrate/stores.yaml'), 5432)).toEqual(
    listBlocks(readPatch('common/stores.yaml'), 5432),
  )
})
