"""Embedded emissions and free allocation of goods at the carbon border (CBAM), by Regulation (EU) 2023/956."""
