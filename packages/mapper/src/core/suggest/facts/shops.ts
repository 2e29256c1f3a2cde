import { distinct, own, type Topic } from '../fact.ts'

/** Properties of the Spec's events of orders. */
export const ORDER: Topic = {
  about: 'order',
  facts: [
    distinct('order_id', 'id', 'order id, order number, transaction id, purchase id, order key'),
    own('order_id', 'id', 'id, entity id, number', { worth: 0.95 }),
    distinct('checkout_id', 'id', 'checkout id'),
    distinct('cart_id', 'id', 'cart id, basket id'),
    distinct(
      'total',
      'number',
      'total, grand total, order total, total price, total amount, order value, total paid, amount total',
    ),
    distinct('revenue', 'number', 'revenue, net revenue, gross revenue, order revenue, sales amount'),
    distinct('revenue', 'number', 'amount, order amount, amount paid, transaction amount, purchase amount', {
      worth: 0.9,
    }),
    distinct('subtotal', 'number', 'subtotal, sub total, subtotal price, order subtotal, items total'),
    distinct(
      'shipping',
      'number',
      'shipping, shipping amount, shipping cost, shipping price, shipping total, shipping fee, order shipping, delivery fee, delivery cost, freight, total shipping',
    ),
    distinct('tax', 'number', 'tax, tax amount, total tax, order tax, vat, vat amount, tax total, taxes'),
    distinct(
      'discount',
      'number',
      'discount, discount amount, total discount, total discounts, cart discount, discount total, discounts',
    ),
    distinct('coupon', 'text', 'coupon, coupon code, discount code, promo code, voucher code, voucher'),
    distinct(
      'currency',
      'text',
      'currency, currency code, order currency, order currency code, currency iso code, currency iso',
    ),
    distinct('payment_method', 'text', 'payment method, payment type, pay method'),
    distinct('shipping_method', 'text', 'shipping method, delivery method, ship method'),
    distinct('affiliation', 'text', 'affiliation, store name, shop name'),
    distinct('products', 'object', 'products, line items, items, order items, order lines, cart items'),
    distinct('quantity', 'number', 'quantity, item quantity, product quantity, order quantity'),
  ],
}

/** Properties of the Spec's events of products. */
export const PRODUCT: Topic = {
  about: 'product',
  facts: [
    distinct('product_id', 'id', 'product id, item id, article id, product key'),
    own('product_id', 'id', 'id', { worth: 0.95 }),
    distinct('sku', 'id', 'sku, product sku, item sku, sku code, sku id'),
    own('name', 'text', 'name, title'),
    distinct('brand', 'text', 'brand, brand name, product brand'),
    own('brand', 'text', 'vendor, manufacturer'),
    own('category', 'text', 'category, type, category name'),
    distinct('variant', 'text', 'variant, product variant, variant title, variant name'),
    distinct('price', 'number', 'price, unit price, product price, item price, list price, retail price'),
    own('image_url', 'text', 'image url, image, image src, picture url, thumbnail url'),
    own('url', 'text', 'url, product url, link'),
    own('position', 'number', 'position'),
  ],
}

/** Properties of the Spec's events of reviews. */
export const REVIEW: Topic = {
  about: 'review',
  facts: [
    distinct('review_id', 'id', 'review id'),
    own('review_id', 'id', 'id'),
    distinct('rating', 'number', 'rating, star rating, stars'),
    own('rating', 'number', 'score'),
    distinct('review_body', 'text', 'review body, review text'),
    own('review_body', 'text', 'body, comment, comment message, text, message, content'),
  ],
}
