/** Lists orders, as a customer's program does: the key is in its environment. */
const answer = await fetch(String(process.env['API_URL']), {
  headers: { authorization: `Bearer ${process.env['API_KEY']}` },
});
if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`);
console.log(await answer.text());
