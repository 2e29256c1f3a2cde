import type { Scene } from './engine.ts'

/** A row of the table `people`. */
export type Person = readonly [id: string | null, name: string]

/** Makes the table that most tests of the contract stage: `id` and `name`, both text. */
export async function createPeople(scene: Scene): Promise<void> {
  await scene.sql('create table people (id varchar(2000), name varchar(2000))')
}

/** Makes the table hold these rows, and no others. */
export async function fillPeople(scene: Scene, ...people: readonly Person[]): Promise<void> {
  const insert =
    people.length === 0 ? '' : `; insert into people values ${people.map(formatPerson).join(', ')}`
  await scene.sql(`delete from people${insert}`)
}

/** Adds a row. */
export async function addPeople(scene: Scene, ...people: readonly Person[]): Promise<void> {
  await scene.sql(`insert into people values ${people.map(formatPerson).join(', ')}`)
}

/** Gives a row another name. */
export async function renamePerson(scene: Scene, id: string, name: string): Promise<void> {
  await scene.sql(`update people set name = ${quote(name)} where id = ${quote(id)}`)
}

/** Removes the rows of an id. */
export async function removePerson(scene: Scene, id: string): Promise<void> {
  await scene.sql(`delete from people where id = ${quote(id)}`)
}

function formatPerson([id, name]: Person): string {
  return `(${id === null ? 'null' : quote(id)}, ${quote(name)})`
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
