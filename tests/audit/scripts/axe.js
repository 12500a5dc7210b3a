// Runs axe-core in the page and gives what it found as plain data.
async (runOnly) => {
  const { violations } = await axe.run(document, {
    runOnly,
    resultTypes: ["violations"],
  });
  return violations.map(({ id, nodes }) => ({
    id,
    count: nodes.length,
    where: nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", "),
  }));
}
