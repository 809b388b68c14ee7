// Starts Swagger UI on the page's own OpenAPI document.
const place = document.getElementById("docs");
SwaggerUIBundle({
  url: place.dataset.openapi,
  domNode: place,
  deepLinking: true,
  docExpansion: "none",
  validatorUrl: null,
});
