// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IToken } from "./IToken.sol";

/// @title A token of the exchange: LUSD, LETH, LBTC
/// @notice ERC-20 with permit. New supply comes from accounts that hold the minter role only.
interface ILuxToken is IToken {
    /// @notice An amount that exists from the start.
    struct Allocation {
        address holder;
        uint256 amount;
    }

    /// @notice The administrator, who decides about minters, would be nobody.
    error AdminIsZero();

    /// @notice Creates new tokens.
    /// @dev Reverts for callers without `MINTER_ROLE`, and for the zero address as recipient.
    /// @param recipient Who receives them.
    /// @param amount How many, in base units.
    function mint(address recipient, uint256 amount) external;

    /// @notice Role of the accounts that may mint.
    function MINTER_ROLE() external view returns (bytes32);
}
