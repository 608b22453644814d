/** Lists orders, as a customer's program does: the key is in its environment. */
const answer = await fetch(`${process.env['API_URL']}/orders`, {
  headers: { authorization: `Bearer ${process.env['API_KEY']}` },
});
if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
console.log(await answer.text());
