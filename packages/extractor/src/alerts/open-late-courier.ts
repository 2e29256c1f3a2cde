import type { Courier, CourierOptions } from '@sluice/alerts'

/** A courier that is opened by the first message: what sends is loaded by no extractor that has nothing to send. */
export function openLateCourier(options: CourierOptions): Courier {
  let opening: Promise<Courier> | undefined
  const open = async (): Promise<Courier> => {
    const { openCourier } = await import('@sluice/alerts')
    return openCourier(options)
  }
  return {
    async send(channel, post) {
      const courier = await (opening ??= open())
      return courier.send(channel, post)
    },
    async close() {
      const courier = await opening
      await courier?.close()
    },
  }
}
