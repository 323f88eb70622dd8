export type { Category, Kind } from './catalogue/goods.ts';
export { kindsOf } from './catalogue/goods.ts';
export { type DemoComment, comments } from './comments.ts';
export { type DemoCustomer, customers } from './customers.ts';
export { type DemoOrder, pastOrders } from './past-orders.ts';
export { categoryNames, type DemoProduct, products } from './products.ts';
export { type DemoStock, stock } from './stock.ts';
export { type DemoStore, stores } from './stores.ts';
