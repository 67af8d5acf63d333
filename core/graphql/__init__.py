"""Our few words over Strawberry: records, pages, links, permissions, limits, schemas."""
