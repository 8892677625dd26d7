import { join } from 'node:path';

/** People of the demo market whose sessions the setup begins once for all tests. */
export type Role = 'merchant' | 'neighbour' | 'phones' | 'coffee' | 'staff';

/** The password of everybody in the demo market. */
export const PASSWORD = 'longtail demo';

export const PEOPLE: Record<Role, { email: string; shop?: string }> = {
  merchant: { email: 'merchant@longtail.example', shop: 'cloud-ridge-tea' },
  neighbour: { email: 'luo.guihua@longtail.example', shop: 'three-hives' },
  phones: { email: 'zheng.haofei@longtail.example', shop: 'north-pier-digital' },
  coffee: { email: 'chen.yuelan@longtail.example', shop: 'night-ferry-coffee' },
  staff: { email: 'staff@longtail.example' },
};

/** Where the setup keeps a person's session. */
export function stateOf(role: Role): string {
  return join(__dirname, `../../report/sessions/${role}.json`);
}
