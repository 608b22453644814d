import { operation } from '../operation.ts';
import { people, person, personInput, removal } from '../schemas/people.ts';
import { personOut } from '../wire.ts';

const tag = 'People';

export const peopleOperations = [
  operation({
    id: 'listPeople',
    method: 'get',
    path: '/v1/people',
    tag,
    summary: 'List people who can sign in with OpenID Connect',
    access: 'admin',
    success: { status: 200, description: 'All people.', schema: people },
    codes: [],
    run: async ({ services }) => ({ items: (await services.domain.people.list()).map(personOut) }),
  }),
  operation({
    id: 'putPerson',
    method: 'put',
    path: '/v1/people/{person}',
    tag,
    summary: 'Add a person or change their roles',
    description:
      'Role changes take effect on the person’s next request. The first sign-in links the person to their account at the provider. From then on, only that ' +
      'account can sign in, whatever its address.',
    access: 'admin',
    body: { schema: personInput },
    success: { status: 200, description: 'The person.', schema: person },
    codes: ['workspace_not_found'],
    run: async ({ services, actor, params, body }) =>
      personOut(await services.domain.people.put(actor, params.person, body)),
  }),
  operation({
    id: 'removePerson',
    method: 'delete',
    path: '/v1/people/{person}',
    tag,
    summary: 'Remove a person and end their sessions',
    access: 'admin',
    query: removal,
    success: { status: 204, description: 'Removed.' },
    codes: [],
    run: ({ services, actor, params, query }) =>
      services.domain.people.remove(actor, params.person, query.erase ?? false),
  }),
];
