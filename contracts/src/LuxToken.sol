// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ILuxToken } from "./interfaces/ILuxToken.sol";
import { AccessControl } from "@openzeppelin/contracts/access/AccessControl.sol";
import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { ERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import { IERC20Metadata } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import { IERC20Permit } from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title The exchange's own ERC-20 with permit
/// @dev The initial supply is minted in the constructor, so that creating the token and giving out
/// its first amounts is one transaction that happens whole or not at all.
contract LuxToken is ERC20Permit, AccessControl, ILuxToken {
    /// @inheritdoc ILuxToken
    bytes32 public constant MINTER_ROLE = keccak256("MINTER_ROLE");

    uint8 private immutable DECIMALS;

    /// @param name_ Name, also of the EIP-712 domain that permits are signed for.
    /// @param symbol_ Ticker symbol.
    /// @param decimals_ `10 ** decimals_` base units make one token.
    /// @param admin Who may grant and revoke the minter role.
    /// @param allocations What exists from the start, and whose it is.
    constructor(
        string memory name_,
        string memory symbol_,
        uint8 decimals_,
        address admin,
        Allocation[] memory allocations
    ) ERC20(name_, symbol_) ERC20Permit(name_) {
        if (admin == address(0)) revert AdminIsZero();
        DECIMALS = decimals_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        for (uint256 i = 0; i < allocations.length; ++i) {
            _mint(allocations[i].holder, allocations[i].amount);
        }
    }

    /// @inheritdoc ILuxToken
    function mint(address recipient, uint256 amount) external onlyRole(MINTER_ROLE) {
        _mint(recipient, amount);
    }

    /// @inheritdoc IERC20Metadata
    function decimals() public view override(ERC20, IERC20Metadata) returns (uint8) {
        return DECIMALS;
    }

    /// @inheritdoc IERC20Permit
    function nonces(address owner)
        public
        view
        override(ERC20Permit, IERC20Permit)
        returns (uint256)
    {
        return super.nonces(owner);
    }
}
