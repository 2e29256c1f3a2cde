/** The identify call of a row as pg reads it, written by hand: what sluice.yaml says in Segment's mapping language. */
export function toIdentify(row) {
  return {
    userId: row.customer_id,
    context: { location: { city: row.city } },
    traits: {
      email: row.email,
      name: `${row.first_name} ${row.last_name}`,
      plan: row.plan ?? 'free',
      createdAt: row.signed_up_at,
      lifetimeValue: Number(row.lifetime_value),
      orders: row.order_count,
      subscribed: row.subscribed,
      cart: row.cart,
    },
  }
}
