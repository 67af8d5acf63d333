// What was typed into the page's form stays in this tab until it is sent; without this script the
// form works all the same.
const place = `form ${location.pathname}`;
const form = document.querySelector("form[method=post]");

if (form) {
  const fields = [...form.querySelectorAll("input[type=text], textarea")];
  const kept = JSON.parse(sessionStorage.getItem(place) ?? "{}");
  for (const one of fields) one.value ||= kept[one.name] ?? "";
  form.addEventListener("input", () => {
    const typed = Object.fromEntries(fields.map((one) => [one.name, one.value]));
    sessionStorage.setItem(place, JSON.stringify(typed));
  });
} else {
  // The answer to what was sent stands at the address of its form.
  sessionStorage.removeItem(place);
}
