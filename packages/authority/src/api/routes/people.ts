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
    summary: 'List who may sign in to the console by OpenID Connect',
    access: 'admin',
    success: { status: 200, description: 'All of them.', schema: people },
    codes: [],
    run: async ({ services }) => ({ items: (await services.domain.people.list()).map(personOut) }),
  }),
  operation({
    id: 'putPerson',
    method: 'put',
    path: '/v1/people/{person}',
    tag,
    summary: 'Let a person in, or give one other roles',
    description:
      'Roles count from the next request of the person on. At the first sign-in the person is tied to the account at the provider; from then on only that ' +
      'account is let in, whatever address it has.',
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
    summary: 'Let a person in no more, and end the sessions',
    access: 'admin',
    query: removal,
    success: { status: 204, description: 'Removed.' },
    codes: [],
    run: ({ services, actor, params, query }) =>
      services.domain.people.remove(actor, params.person, query.erase ?? false),
  }),
];
